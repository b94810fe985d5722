/** When the periods of a subscription begin and end. */
import type { Stripe } from 'stripe';
import { invalid } from '../protocol/refusal.ts';
import { addMonths, DAY_S, type Interval, nextEnd, startBefore } from '../time/periods.ts';
import type { Period } from '../invoices/lines.ts';

type Anchored = Pick<Stripe.Subscription, 'billing_cycle_anchor' | 'billing_cycle_anchor_config'>;

/** The first moment that fits after the given one; what is not said is as now. */
export function anchorFrom(config: Stripe.SubscriptionCreateParams.BillingCycleAnchorConfig, now: number): number {
  const { day_of_month: day, month, hour, minute, second } = config;
  const outOfRange = (
    [
      ['day_of_month', day, 1, 31],
      ['month', month, 1, 12],
      ['hour', hour, 0, 23],
      ['minute', minute, 0, 59],
      ['second', second, 0, 59],
    ] as const
  ).find(([, value, min, max]) => value !== undefined && (value < min || value > max));
  if (outOfRange) throw invalid(`Invalid ${outOfRange[0]}`, { param: `billing_cycle_anchor_config[${outOfRange[0]}]` });
  const at = new Date(now * 1000);
  const timeOfDay =
    (hour ?? at.getUTCHours()) * 3600 + (minute ?? at.getUTCMinutes()) * 60 + (second ?? at.getUTCSeconds());
  for (let ahead = 0; ; ahead += 1) {
    const [year, index] = [at.getUTCFullYear(), at.getUTCMonth() + ahead];
    const lastDay = new Date(Date.UTC(year, index + 1, 0)).getUTCDate();
    const found = Date.UTC(year, index, Math.min(day, lastDay)) / 1000 + timeOfDay;
    const isMonth = month === undefined || (index % 12) + 1 === month;
    if (isMonth && found > now) return found;
  }
}

/** The first period of an item: to the anchor if that is ahead, else a whole one. */
export function firstPeriod(subscription: Anchored, interval: Interval, now: number): Period {
  return { start: now, end: nextEnd(idealAnchor(subscription, interval), interval, now) };
}

/** The period that begins where another ends. */
export function periodAfter(subscription: Anchored, interval: Interval, end: number): Period {
  return { start: end, end: nextEnd(idealAnchor(subscription, interval), interval, end) };
}

/** How long the whole period would be that ends then; the first one may be shorter. */
export function wholeLength(subscription: Anchored, interval: Interval, end: number): number {
  return end - startBefore(idealAnchor(subscription, interval), interval, end);
}

/** An anchor on the 31st was moved to the end of a shorter month, but is still meant for the 31st. */
function idealAnchor(
  { billing_cycle_anchor: anchor, billing_cycle_anchor_config: config }: Anchored,
  of: Interval,
): number {
  const isMonthly = of.interval === 'month' || of.interval === 'year';
  if (!config || !isMonthly || new Date(anchor * 1000).getUTCDate() >= config.day_of_month) return anchor;
  const months = of.interval_count * (of.interval === 'year' ? 12 : 1);
  for (let back = 1; back <= 12; back += 1) {
    const first = anchor - (new Date(anchor * 1000).getUTCDate() - 1) * DAY_S;
    const candidate = addMonths(first, -back * months) + (config.day_of_month - 1) * DAY_S;
    if (new Date(candidate * 1000).getUTCDate() === config.day_of_month) return candidate;
  }
  return anchor;
}
