export * from './plan.ts';
export * from './plans.contract.ts';
