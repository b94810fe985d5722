export * from './browser-of.ts';
export * from './event-losses.contract.ts';
export * from './loss-limits.ts';
export * from './numbered-event.ts';
export * from './what-stands-out.ts';
