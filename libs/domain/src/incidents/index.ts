export * from './explain-incident.ts';
export * from './incidents.contract.ts';
