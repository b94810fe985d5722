export * from './saved-blocks.contract.ts';
