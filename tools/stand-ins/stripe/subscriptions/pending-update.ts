/** Changes that wait until they are paid for: `payment_behavior: pending_if_incomplete`. */
import type { Stripe } from 'stripe';
import { finalize } from '../invoices/finalize.ts';
import { keepInvoice } from '../invoices/new-invoice.ts';
import { attempt, voidInvoice } from '../invoices/pay.ts';
import type { World } from '../world/world.ts';

interface Waiting {
  readonly invoice: Stripe.Invoice;
  readonly apply: () => void;
}

const PATIENCE_S = 23 * 3600;
const waiting = new WeakMap<Stripe.Subscription, Waiting>();

export function waitForPayment(
  world: World,
  subscription: Stripe.Subscription,
  invoice: Stripe.Invoice,
  after: Stripe.Subscription,
  apply: () => void,
): void {
  const at = world.now(subscription);
  waiting.set(subscription, { invoice, apply });
  subscription.pending_update = {
    billing_cycle_anchor:
      after.billing_cycle_anchor === subscription.billing_cycle_anchor ? null : after.billing_cycle_anchor,
    cancel_at_period_end: null,
    discount: null,
    discounts: null,
    expires_at: at + PATIENCE_S,
    metadata: null,
    subscription_items: after.items.data,
    trial_end: null,
    trial_from_plan: null,
  };
  keepInvoice(world, invoice);
  finalize(world, invoice);
  world.record('customer.subscription.updated', subscription, at);
  attempt(world, invoice, { isOffSession: false });
}

/** True when the invoice was what a change waited for. */
export function applyPending(world: World, subscription: Stripe.Subscription, invoice: Stripe.Invoice): boolean {
  const change = waiting.get(subscription);
  if (change?.invoice !== invoice) return false;
  waiting.delete(subscription);
  subscription.pending_update = null;
  change.apply();
  world.record('customer.subscription.pending_update_applied', subscription, world.now(subscription));
  return true;
}

export function isAwaited(subscription: Stripe.Subscription, invoice: Stripe.Invoice): boolean {
  return waiting.get(subscription)?.invoice === invoice;
}

export function expirePending(world: World, subscription: Stripe.Subscription): void {
  const change = waiting.get(subscription);
  waiting.delete(subscription);
  subscription.pending_update = null;
  if (change) voidInvoice(world, change.invoice);
  world.record('customer.subscription.pending_update_expired', subscription, world.now(subscription));
}
