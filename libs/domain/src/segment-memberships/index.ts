export * from './segment-memberships.contract.ts';
