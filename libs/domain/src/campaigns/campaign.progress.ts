import type { Ledger } from '../deliveries/index.ts';

const steps = [10, 60, 300, 900, 3_600, 10_800, 86_400] as const;
const mostPoints = 120;

/** How wide a step of a chart over this many seconds is: the finest that needs no more than 120 points. */
export function stepFor(seconds: number): number {
  return steps.find((step) => seconds / step <= mostPoints) ?? 604_800;
}

/** When sending will be done at this rate; null when nothing is being sent. Messages waiting for a retry are not counted. */
export function expectedFinish(ledger: Ledger, ratePerSecond: number | null, now: Date): Date | null {
  const left = ledger.pending + ledger.claimed + ledger.submitting;
  if (!ratePerSecond || left === 0) return null;
  return new Date(now.getTime() + (left / ratePerSecond) * 1000);
}
