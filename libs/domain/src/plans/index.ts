export * from './cost.ts';
export * from './limit.ts';
export * from './period.ts';
export * from './plan.ts';
export * from './plans-file.ts';
export * from './plans.contract.ts';
export * from './price.ts';
export * from './words.ts';
