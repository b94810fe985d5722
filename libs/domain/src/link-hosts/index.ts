export * from './explain-link-problem.ts';
export * from './link-host.state.ts';
export * from './link-hosts.contract.ts';
