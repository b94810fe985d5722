export * from './dashboard-schedules.contract.ts';
export * from './mailings.ts';
export * from './timing-words.ts';
export { dueTimes, nextDueAfter, type Timing, timing, weekdays } from './timing.ts';
