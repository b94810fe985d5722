export * from './notifications.contract.ts';
export * from './words-for-notification.ts';
export * from './words-for-domain.ts';
export * from './words-for-incident.ts';
export * from './words-for-connection.ts';
export * from './words-for-limit.ts';
