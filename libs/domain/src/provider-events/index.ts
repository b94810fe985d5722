export * from './event-hooks.contract.ts';
export * from './reported-events.contract.ts';
