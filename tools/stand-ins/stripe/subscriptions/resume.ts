import type { Stripe } from 'stripe';
import { finalize } from '../invoices/finalize.ts';
import { keepInvoice } from '../invoices/new-invoice.ts';
import { attempt } from '../invoices/pay.ts';
import { invalid } from '../protocol/refusal.ts';
import { get, type World } from '../world/world.ts';
import { planChange } from './change.ts';
import { invoiceAtOnce } from './change-invoice.ts';

/** A paused subscription begins a new period, which is paid for at once. */
export function resumeSubscription(
  world: World,
  params: Stripe.SubscriptionResumeParams,
  id = '',
): Stripe.Subscription {
  const subscription = get(world.subscriptions, 'subscription', id);
  if (subscription.status !== 'paused') throw invalid('Only paused subscriptions can be resumed.');
  if (params.billing_cycle_anchor?.type === 'unchanged')
    throw invalid('The stand-in resumes with a new period only.', { param: 'billing_cycle_anchor' });
  const change = planChange(world, subscription, { billing_cycle_anchor: { type: 'now' }, proration_behavior: 'none' });
  const invoice = invoiceAtOnce(world, change);
  subscription.items = change.after.items;
  subscription.billing_cycle_anchor = change.after.billing_cycle_anchor;
  subscription.billing_cycle_anchor_config = null;
  subscription.status = 'active';
  world.record('customer.subscription.resumed', subscription, world.now(subscription));
  if (!invoice) return subscription;
  keepInvoice(world, invoice);
  finalize(world, invoice);
  if (invoice.amount_due > 0) attempt(world, invoice, { isOffSession: false });
  return subscription;
}
