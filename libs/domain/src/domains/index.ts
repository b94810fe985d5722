export * from './dns-hosts.ts';
export * from './domain.state.ts';
export * from './domains.contract.ts';
export * from './record-faults.ts';
export * from './record-purposes.ts';
