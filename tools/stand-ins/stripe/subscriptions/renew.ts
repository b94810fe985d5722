/** Periods that end: the next one begins, and an invoice is made for both. */
import type { Stripe } from 'stripe';
import { licensedLine, meteredLine } from '../invoices/lines.ts';
import { composeInvoice, draftUntil, keepInvoice, type NewInvoice } from '../invoices/new-invoice.ts';
import { pendingLines } from '../invoices/pending.ts';
import { get, idOf, type World } from '../world/world.ts';
import { periodAfter } from './anchors.ts';
import { endAt } from './cancel.ts';
import { isMetered, recurringOf } from './items.ts';
import { stopsWithoutMethod } from './trial-end.ts';

/** When something happens next to a subscription by itself; null when nothing does. */
export function nextEnd(subscription: Stripe.Subscription): number | null {
  if (subscription.ended_at !== null || ['incomplete', 'incomplete_expired', 'paused'].includes(subscription.status))
    return null;
  const ends = subscription.items.data.map(({ current_period_end: end }) => end);
  return Math.min(...ends, subscription.cancel_at ?? Infinity);
}

/** At the end of a period, or when it was to be cancelled. */
export function turn(world: World, subscription: Stripe.Subscription, at: number): void {
  const cancelsAt = subscription.cancel_at;
  const isEnd = Math.max(...subscription.items.data.map(({ current_period_end: end }) => end)) <= at;
  if ((cancelsAt !== null && cancelsAt <= at) || (subscription.cancel_at_period_end && isEnd))
    return endAt(world, subscription, at);
  if (subscription.status === 'trialing' && subscription.trial_end !== null && subscription.trial_end <= at)
    return endTrial(world, subscription, at);
  renew(world, subscription, at);
}

function endTrial(world: World, subscription: Stripe.Subscription, at: number): void {
  if (stopsWithoutMethod(world, subscription, at)) return;
  subscription.status = 'active';
  renew(world, subscription, at);
}

function renew(world: World, subscription: Stripe.Subscription, at: number): void {
  const invoice = composeRenewal(world, subscription, at);
  for (const item of subscription.items.data) {
    if (item.current_period_end > at) continue;
    const { start, end } = periodAfter(subscription, recurringOf(item.price), item.current_period_end);
    item.current_period_start = start;
    item.current_period_end = end;
  }
  world.record('customer.subscription.updated', subscription, at);
  if (subscription.status === 'unpaid') invoice.auto_advance = false;
  keepInvoice(world, invoice);
}

/** For what begins then, and for what was used until then. Keeps nothing. */
export function composeRenewal(
  world: World,
  subscription: Stripe.Subscription,
  at: number,
  reason: NewInvoice['reason'] = 'subscription_cycle',
): Stripe.Invoice {
  const ending = subscription.items.data.filter(({ current_period_end: end }) => end <= at);
  const wasTrial = subscription.trial_end === at;
  const metered = ending
    .filter((item) => isMetered(item) && !wasTrial)
    .map((item) => meteredLine(world, subscription, item, { start: item.current_period_start, end: at }));
  const licensed = ending
    .filter((item) => !isMetered(item))
    .map((item) => licensedLine(world, subscription, item, periodAfter(subscription, recurringOf(item.price), at)));
  const starts = ending.map(({ current_period_start: start }) => start);
  return composeInvoice(world, {
    customer: get(world.customers, 'customer', idOf(subscription.customer)),
    subscription,
    reason,
    currency: subscription.currency,
    lines: [...pendingLines(world, subscription), ...metered, ...licensed],
    at,
    // Of a subscription that was not paid for, invoices stay drafts.
    finalizesAt: subscription.status === 'unpaid' ? null : draftUntil(at),
    period: { start: Math.min(at, ...starts), end: at },
  });
}
