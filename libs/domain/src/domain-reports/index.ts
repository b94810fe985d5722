export * from './alignment.ts';
export * from './domain-reports.contract.ts';
export * from './explain-source.ts';
export * from './explain-tls-failure.ts';
export * from './standards/index.ts';
