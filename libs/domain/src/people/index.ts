export * from './merge-evidence.ts';
export * from './people.contract.ts';
export * from './traits.ts';
