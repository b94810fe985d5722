export * from './billing-checks.contract.ts';
export * from './operators.contract.ts';
