/** What becomes of a subscription when its invoice is paid or cannot be. */
import type { Stripe } from 'stripe';
import { idOf, type World } from '../world/world.ts';
import { customerOf, subscriptionOf } from '../invoices/new-invoice.ts';
import { applyPending, isAwaited } from './pending-update.ts';

export function followPayments(world: World): void {
  world.reactions.paid = (invoice) => paid(world, invoice);
  world.reactions.paymentFailed = (invoice) => paymentFailed(world, invoice);
}

function paid(world: World, invoice: Stripe.Invoice): void {
  const subscription = subscriptionOf(world, invoice);
  if (!subscription || subscription.ended_at !== null) return;
  const isApplied = applyPending(world, subscription, invoice);
  const isLatest = subscription.latest_invoice !== null && idOf(subscription.latest_invoice) === invoice.id;
  const recovers = ['incomplete', 'past_due', 'unpaid'].includes(subscription.status) && isLatest;
  const savesMethod = subscription.payment_settings?.save_default_payment_method === 'on_subscription';
  const used = invoice.payments?.data[0]?.payment.payment_intent;
  const method = used ? world.paymentIntents.get(idOf(used))?.payment_method : null;
  const isNewMethod = savesMethod && method && subscription.default_payment_method !== idOf(method);
  if (isNewMethod) subscription.default_payment_method = idOf(method);
  if (recovers) subscription.status = isInTrial(world, subscription) ? 'trialing' : 'active';
  if (recovers || isNewMethod || isApplied)
    world.record('customer.subscription.updated', subscription, world.now(subscription));
}

export function isInTrial(world: World, { trial_end: end, test_clock }: Stripe.Subscription): boolean {
  return end !== null && end > world.now({ test_clock });
}

function paymentFailed(world: World, invoice: Stripe.Invoice): void {
  const subscription = subscriptionOf(world, invoice);
  const customer = customerOf(world, invoice);
  if (customer) customer.delinquent = true;
  if (!subscription || !['active', 'trialing'].includes(subscription.status)) return;
  if (isAwaited(subscription, invoice)) return;
  subscription.status = 'past_due';
  world.record('customer.subscription.updated', subscription, world.now(subscription));
}
