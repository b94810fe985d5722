export * from './frequency.contract.ts';
