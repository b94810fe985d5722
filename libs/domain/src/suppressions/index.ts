export * from './suppression.ts';
export * from './suppressions.contract.ts';
