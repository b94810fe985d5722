import type { Stripe } from 'stripe';
import { share } from '../invoices/amounts.ts';
import { licensedLine, type Period, trialLine } from '../invoices/lines.ts';
import { composeInvoice, draftUntil } from '../invoices/new-invoice.ts';
import type { World } from '../world/world.ts';
import { wholeLength } from './anchors.ts';
import { isMetered, recurringOf } from './items.ts';

/** Null when nothing is asked for until the anchor. */
export function firstInvoice(
  world: World,
  subscription: Stripe.Subscription,
  customer: Stripe.Customer,
  params: Pick<Stripe.SubscriptionCreateParams, 'proration_behavior'>,
) {
  const licensed = subscription.items.data.filter((item) => !isMetered(item));
  const isProrated = params.proration_behavior !== 'none';
  const isPartial = licensed.some((item) => partOf(subscription, item).part < partOf(subscription, item).whole);
  if (isPartial && subscription.trial_end === null && !isProrated) return null;
  const lines = licensed.map((item) => {
    const period: Period = { start: item.current_period_start, end: item.current_period_end };
    if (subscription.trial_end !== null) return trialLine(world, subscription, item, period);
    const line = licensedLine(world, subscription, item, period);
    const { part, whole } = partOf(subscription, item);
    const amount = part < whole ? share(line.amount, part, whole) : line.amount;
    return { ...line, amount, subtotal: amount };
  });
  return composeInvoice(world, {
    customer,
    subscription,
    reason: 'subscription_create',
    currency: subscription.currency,
    lines,
    at: subscription.created,
    finalizesAt: draftUntil(subscription.created),
    period: { start: subscription.created, end: subscription.created },
  });
}

function partOf(subscription: Stripe.Subscription, item: Stripe.SubscriptionItem) {
  const { current_period_start: start, current_period_end: end } = item;
  return { part: end - start, whole: wholeLength(subscription, recurringOf(item.price), end) };
}
