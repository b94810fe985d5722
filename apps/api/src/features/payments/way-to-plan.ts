import { entitlementOf, isOver, type PlanChoice } from '@engagex/domain/payments';
import { decimalsOn, type Plan } from '@engagex/domain/plans';

interface Subscribed {
  readonly status: string;
  readonly planKey: string | null;
  readonly currency: string;
  /** In the smallest unit. */
  readonly amount: string | null;
}

export interface Place {
  readonly subscription: Subscribed | null;
  readonly currentKey: string;
  /** An operator has chosen the plan. */
  readonly isAssigned: boolean;
}

/** How an organization gets to a plan from where it is. */
export function wayTo(plan: Plan, { subscription, currentKey, isAssigned }: Place): PlanChoice['by'] {
  const isSubscribed = subscription !== null && !isOver(subscription.status) && subscription.status !== 'incomplete';
  if (!isSubscribed) {
    if (plan.key === currentKey) return 'has_it';
    return plan.price?.stripePriceId && !isAssigned ? 'checkout' : 'none'; // nobody pays for a plan that would not hold
  }
  if (plan.key === subscription.planKey) return 'has_it';
  if (plan.isDefault) return 'cancel';
  if (!plan.price?.stripePriceId || plan.price.currency !== subscription.currency) return 'none';
  // Who does not pay now has to do so first.
  if (entitlementOf(subscription.status) !== 'plan' || subscription.status === 'past_due') return 'none';
  if (subscription.status === 'trialing') return 'change_now'; // nothing is charged yet, and nothing given back
  return isCheaper(plan.price, subscription) ? 'change_at_period_end' : 'change_now';
}

/** What is paid for already is kept until the period is over. */
function isCheaper({ amount, currency }: { amount: string; currency: string }, { amount: now }: Subscribed): boolean {
  return now !== null && minorOf(amount, currency) < BigInt(now);
}

function minorOf(amount: string, currency: string): bigint {
  const [whole = '0', fraction = ''] = amount.split('.');
  const decimals = decimalsOn(currency);
  return BigInt(whole + fraction.padEnd(decimals, '0').slice(0, decimals));
}
