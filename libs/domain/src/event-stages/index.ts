export * from './event-stages.contract.ts';
