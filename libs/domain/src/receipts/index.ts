export * from './bounce-class.ts';
export * from './complaint-types.ts';
export * from './judge-bounce.ts';
export * from './reply-codes.ts';
export * from './report.ts';
export * from './suppression-rule.ts';
export * from './receipts.contract.ts';
