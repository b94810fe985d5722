export * from './amount-of.ts';
export * from './subscription-status.ts';
export * from './payments.contract.ts';
export * from './invoices.contract.ts';
export * from './words-for-payment.ts';
