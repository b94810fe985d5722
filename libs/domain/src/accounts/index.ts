export * from './accounts.contract.ts';
export * from './api-keys.contract.ts';
export * from './demo.ts';
export * from './policy.ts';
export * from './profile.contract.ts';
export * from './team.contract.ts';
export * from './team.ts';
