export * from './analytics.contract.ts';
export { type EventTotals, eventTotalsLimits } from './event-totals.ts';
