export * from './accounts.contract.ts';
export * from './policy.ts';
