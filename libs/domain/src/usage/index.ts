export * from './meters.ts';
export * from './usage.contract.ts';
