export * from './deliverability.contract.ts';
export * from './rates.ts';
export * from './suggest-pace.ts';
