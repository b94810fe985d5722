export * from './brand.contract.ts';
