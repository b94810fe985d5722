import type { Stripe } from 'stripe';
import type { Outcome } from '../payments/charge.ts';
import { invalid } from '../protocol/refusal.ts';
import { idOf, type World } from '../world/world.ts';
import { attempt, intentOf } from './pay.ts';

/** The customer has answered their bank: what waited for that is charged. */
export function authenticate(world: World, invoice: Stripe.Invoice): Outcome {
  const intent = intentOf(world, invoice);
  const method = intent?.payment_method ? world.paymentMethods.get(idOf(intent.payment_method)) : undefined;
  if (intent?.status !== 'requires_action' || !method)
    throw invalid('This PaymentIntent does not wait for an action.', { code: 'payment_intent_unexpected_state' });
  return attempt(world, invoice, { method, isOffSession: false, isAuthenticated: true });
}
