import type { Stripe } from 'stripe';
import { finalize } from '../invoices/finalize.ts';
import { meteredLine } from '../invoices/lines.ts';
import { composeInvoice, draftUntil, keepInvoice } from '../invoices/new-invoice.ts';
import { attempt, voidInvoice } from '../invoices/pay.ts';
import { addProration, pendingLines } from '../invoices/pending.ts';
import { get, idOf, type World } from '../world/world.ts';
import { partOf } from './prorations.ts';
import { isMetered } from './items.ts';

interface CancelOptions {
  readonly invoiceNow?: boolean;
  readonly prorate?: boolean;
  readonly reason?: Stripe.Subscription.CancellationDetails.Reason;
}

/** It ends now. What was used and not paid is only asked for when told so. */
export function cancelNow(world: World, subscription: Stripe.Subscription, options: CancelOptions): void {
  const at = world.now(subscription);
  if (options.prorate) creditUnused(world, subscription, at);
  const isFirstUnpaid = subscription.status === 'incomplete';
  subscription.status = 'canceled';
  subscription.canceled_at ??= at;
  subscription.ended_at = at;
  if (subscription.cancellation_details && options.reason) subscription.cancellation_details.reason = options.reason;
  const latest = subscription.latest_invoice ? world.invoices.get(idOf(subscription.latest_invoice)) : undefined;
  if (isFirstUnpaid && latest?.status === 'open') voidInvoice(world, latest);
  stopCollecting(world, subscription);
  if (options.invoiceNow) invoiceRest(world, subscription, at, null);
  world.record('customer.subscription.deleted', subscription, at);
}

/** The period is over and no other follows: what was used in it is still asked for. */
export function endAt(world: World, subscription: Stripe.Subscription, at: number): void {
  subscription.status = 'canceled';
  subscription.canceled_at ??= at;
  subscription.ended_at = at;
  if (subscription.cancellation_details) subscription.cancellation_details.reason ??= 'cancellation_requested';
  invoiceRest(world, subscription, at, draftUntil(at));
  world.record('customer.subscription.deleted', subscription, at);
}

/** Invoices that are not paid yet stay, but nobody tries again. */
function stopCollecting(world: World, subscription: Stripe.Subscription): void {
  for (const invoice of world.invoices.of(idOf(subscription.customer))) {
    const of = invoice.parent?.subscription_details?.subscription;
    if (of !== subscription.id || (invoice.status !== 'open' && invoice.status !== 'draft')) continue;
    invoice.auto_advance = false;
    invoice.next_payment_attempt = null;
    invoice.automatically_finalizes_at = null;
    world.record('invoice.updated', invoice, world.now(invoice));
  }
}

function creditUnused(world: World, subscription: Stripe.Subscription, at: number): void {
  if (subscription.status === 'trialing') return;
  for (const item of subscription.items.data) {
    if (!isMetered(item)) addProration(world, partOf(world, subscription, item, at, -1));
  }
}

function invoiceRest(world: World, subscription: Stripe.Subscription, at: number, finalizesAt: number | null): void {
  const customer = get(world.customers, 'customer', idOf(subscription.customer));
  const metered = subscription.items.data
    .filter(isMetered)
    .map((item) => meteredLine(world, subscription, item, { start: item.current_period_start, end: at }));
  const lines = [...pendingLines(world, subscription), ...metered.filter(({ quantity }) => quantity !== 0)];
  if (lines.length === 0) return;
  const invoice = keepInvoice(
    world,
    composeInvoice(world, {
      customer,
      subscription,
      reason: finalizesAt === null ? 'manual' : 'subscription_cycle',
      currency: subscription.currency,
      lines,
      at,
      finalizesAt,
      period: { start: subscription.items.data[0]?.current_period_start ?? at, end: at },
    }),
  );
  if (finalizesAt !== null) return;
  finalize(world, invoice);
  if (invoice.status === 'open' && invoice.collection_method === 'charge_automatically') attempt(world, invoice);
}
