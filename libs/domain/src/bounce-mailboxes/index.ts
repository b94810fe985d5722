export * from './bounce-mailboxes.contract.ts';
export * from './plus-address.ts';
export * from './problems.ts';
