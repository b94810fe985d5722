import type { PlanChoice } from '@engagex/domain/payments';
import { type Cost, costOf, type Limited, limited, mostOf, type UsageOfMonth } from '@engagex/domain/plans';
import type { Meter, UsageOfDay } from '@engagex/domain/usage';

/** A month (UTC) as `2026-11`, and what was used in it. */
export interface Month {
  readonly month: string;
  readonly usage: UsageOfMonth;
}

/** What a month would have cost under a plan, and what would not have fitted. */
export interface Shadow {
  readonly month: string;
  /** Null for a plan without a price. */
  readonly cost: Cost | null;
  readonly beyond: readonly { readonly of: Limited; readonly used: number; readonly most: number }[];
}

/** The last three months and this one so far (UTC): 90 days at least, and none of them in part. */
export function shownDays(now: Date): { readonly from: string; readonly to: string } {
  const first = new Date(Date.UTC(now.getUTCFullYear(), now.getUTCMonth() - 3));
  const [from = '', to = ''] = [first, now].map((at) => at.toISOString().slice(0, 10));
  return { from, to };
}

/** Usage by month, the oldest first. Days of one month follow each other. */
export function monthsOf(days: readonly UsageOfDay[]): Month[] {
  const months = new Map<string, Partial<Record<Meter, number>>>();
  for (const { day, meter, quantity } of days) {
    const month = day.slice(0, 7);
    const usage = months.get(month) ?? {};
    months.set(month, { ...usage, [meter]: (usage[meter] ?? 0) + quantity });
  }
  return [...months].map(([month, usage]) => ({ month, usage })).toSorted((a, b) => (a.month < b.month ? -1 : 1));
}

/** Exact, as an invoice: each line is rounded on its own. */
export function shadowOf(plan: PlanChoice, { month, usage }: Month): Shadow {
  const beyond = limited.flatMap((of) => {
    const [used, most] = [usage[of] ?? 0, mostOf(plan.limits[of])];
    return most !== null && used > most ? [{ of, used, most }] : [];
  });
  return { month, cost: costOf({ price: priceOf(plan) }, usage), beyond };
}

function priceOf({ amount, currency, limits, beyond }: PlanChoice) {
  if (amount === null || currency === null) return undefined;
  const meters = beyond.map(({ meter, unitAmount, per }) => {
    const limit = meter === 'storage' ? undefined : limits[meter];
    return [meter, { included: limit?.kind === 'metered' ? limit.included : 0, unitAmount, per }] as const;
  });
  return { currency, amount, meters: Object.fromEntries(meters) };
}
