export * from './event-exports.contract.ts';
export * from './event-export-settings.contract.ts';
export * from './event-summary.ts';
