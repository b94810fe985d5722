export * from './accounts.contract.ts';
export * from './demo.ts';
export * from './policy.ts';
