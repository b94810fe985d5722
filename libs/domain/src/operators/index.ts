export * from './operators.contract.ts';
