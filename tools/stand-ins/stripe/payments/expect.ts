import type { Stripe } from 'stripe';
import { declined, Refusal } from '../protocol/refusal.ts';
import { idOf, type World } from '../world/world.ts';
import { declinesOf } from './charge.ts';
import { cardOf } from './payment-methods.ts';

/** Why a charge would not succeed, for calls that are not to leave anything behind then; null when it would. */
export function refusalOf(world: World, method: Stripe.PaymentMethod, isAuthenticated = false): Refusal | null {
  const { card, isSetUp } = cardOf(method);
  const needsBank = card.authentication === 'always' || (card.authentication === 'once' && !isSetUp);
  if (needsBank && !isAuthenticated)
    return new Refusal(402, {
      type: 'card_error',
      code: 'subscription_payment_intent_requires_action',
      message:
        'Payment for this subscription requires additional user action before it can be completed successfully. ' +
        'Payment can be completed using the PaymentIntent associated with subscription.latest_invoice.',
    });
  const told = declinesOf(world);
  const decline = told.get(method.id) ?? told.get(idOf(method.customer ?? '')) ?? card.onCharge;
  return decline ? declined(decline) : null;
}
