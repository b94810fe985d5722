export * from './email-address.ts';
export * from './errors.ts';
export * from './live.contract.ts';
export * from './private-address.ts';
export * from './route.ts';
export * from './schemas.ts';
export * from './settings.ts';
export * from './time-zone.ts';
