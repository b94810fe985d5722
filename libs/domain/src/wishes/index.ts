export * from './wishes.contract.ts';
