import type { Stripe } from 'stripe';
import { get, idOf, type World } from '../world/world.ts';
import { cancelNow } from './cancel.ts';

/** A trial that ends without a payment method may end or pause the subscription; true when it does. */
export function stopsWithoutMethod(world: World, subscription: Stripe.Subscription, at: number): boolean {
  const customer = get(world.customers, 'customer', idOf(subscription.customer));
  const method = subscription.default_payment_method ?? customer.invoice_settings.default_payment_method;
  const behavior = subscription.trial_settings?.end_behavior.missing_payment_method;
  if (method !== null || subscription.collection_method !== 'charge_automatically') return false;
  if (behavior === 'cancel') {
    cancelNow(world, subscription, { reason: 'cancellation_requested' });
    return true;
  }
  if (behavior !== 'pause') return false;
  subscription.status = 'paused';
  world.record('customer.subscription.paused', subscription, at);
  return true;
}
