export * from './engagements.contract.ts';
export * from './hit-reasons.ts';
