export * from './topics.contract.ts';
