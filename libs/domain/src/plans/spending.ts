import { meters, type Meter } from '../usage/index.ts';
import { costOf, minorOf, textOf, unitsWithin, type UsageOfMonth } from './cost.ts';
import type { Plan } from './plan.ts';

/** What an owner wants to spend in a month at most on what is paid by use; the plan's own price is not part of it. */
export interface SpendingCap {
  /** Decimal text in the currency's unit. */
  readonly amount: string;
  readonly currency: string;
}

/** What usage beyond what is included costs in a month; null for a plan without a price. */
export function spentOn(plan: Plan, usage: UsageOfMonth): string | null {
  const cost = costOf(plan, usage);
  if (!cost) return null;
  const ofUse = cost.lines.filter(({ meter }) => meter !== null);
  return textOf(
    ofUse.reduce((sum, { amount }) => sum + minorOf(amount, cost.currency), 0n),
    cost.currency,
  );
}

/**
 * How many units of a meter there may be in the month below the cap, besides what the others cost; null for any number. A cap in another
 * currency than the plan's lets through what is included and no more: nobody is charged what they did not agree to.
 */
export function mostWithin(cap: SpendingCap, plan: Plan, meter: Meter, usage: UsageOfMonth): number | null {
  const { price } = plan;
  if (!price?.meters?.[meter]) return null;
  const others = Object.fromEntries(meters.map((each) => [each, each === meter ? 0 : (usage[each] ?? 0)]));
  const spent = minorOf(spentOn(plan, others) ?? '0', price.currency);
  const total = cap.currency === price.currency ? minorOf(cap.amount, price.currency) : 0n;
  return unitsWithin(price, meter, textOf(total > spent ? total - spent : 0n, price.currency));
}
