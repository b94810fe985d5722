/** As Stripe spells them; there may be more one day. */
const entitling = ['trialing', 'active', 'past_due'] as const;
const notEntitling = ['incomplete', 'incomplete_expired', 'unpaid', 'canceled', 'paused'] as const;

/** As our own contract has them: `other` is one that we do not know. */
export const subscriptionStatuses = [...entitling, ...notEntitling, 'other'] as const;
export type SubscriptionStatus = (typeof subscriptionStatuses)[number];

const isOneOf = (list: readonly string[], status: string) => list.includes(status);

/**
 * What a subscription in this status gives: its plan, also while a payment is late; nothing; or, where we do not know the
 * status, what it gave before.
 */
export function entitlementOf(status: string): 'plan' | 'none' | 'unknown' {
  if (isOneOf(entitling, status)) return 'plan';
  return isOneOf(notEntitling, status) ? 'none' : 'unknown';
}

/** Whether it is over for good. */
export function isOver(status: string): boolean {
  return status === 'canceled' || status === 'incomplete_expired';
}

export function subscriptionStatusOf(status: string): SubscriptionStatus {
  return subscriptionStatuses.find((known) => known === status) ?? 'other';
}
