export * from './pressure.contract.ts';
