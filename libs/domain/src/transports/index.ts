export * from './circuit.ts';
export * from './finish-time.ts';
export * from './limits.ts';
export * from './rate-limits.contract.ts';
export * from './mailbox-providers.ts';
export * from './senders.ts';
export * from './transports.contract.ts';
export * from './warm-up.ts';
