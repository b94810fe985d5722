export * from './attribution-limits.ts';
export * from './attributions.contract.ts';
export * from './money.ts';
export * from './read-conversion.ts';
