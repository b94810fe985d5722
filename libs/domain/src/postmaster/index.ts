export * from './postmaster.contract.ts';
