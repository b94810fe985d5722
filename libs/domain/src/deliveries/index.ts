export * from './deliveries.contract.ts';
export * from './delivery.state.ts';
export * from './ledger.ts';
export * from './explanation.contract.ts';
