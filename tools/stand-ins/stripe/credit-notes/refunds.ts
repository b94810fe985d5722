/** Charges that are given back. https://docs.stripe.com/api/refunds */
import type { Stripe } from 'stripe';
import { pageOf } from '../protocol/page.ts';
import { invalid } from '../protocol/refusal.ts';
import { route } from '../protocol/routes.ts';
import { changedMetadata, get, idOf, type World } from '../world/world.ts';

export const refundRoutes = [
  route('POST /v1/refunds', createRefund),
  route('GET /v1/refunds/{id}', (world, _: object, id) => get(world.refunds, 'refund', id)),
  route('GET /v1/refunds', (world, params: Stripe.RefundListParams) => {
    const { charge, payment_intent: intent } = params;
    const all = [...world.refunds.values()].filter(
      (refund) =>
        (charge === undefined || refund.charge === charge) &&
        (intent === undefined || refund.payment_intent === intent),
    );
    return pageOf(all, '/v1/refunds', params);
  }),
];

function createRefund(world: World, params: Stripe.RefundCreateParams): Stripe.Refund {
  const { charge: chargeId, payment_intent: intentId, amount, reason, metadata } = params;
  if ((chargeId === undefined) === (intentId === undefined))
    throw invalid('One of the following params should be provided for this request: payment_intent or charge.', {
      code: 'parameter_missing',
    });
  const charge = chargeId === undefined ? chargeOf(world, intentId ?? '') : get(world.charges, 'charge', chargeId);
  return refund(world, charge, { amount: amount ?? leftOf(charge), reason: reason ?? null, metadata });
}

function chargeOf(world: World, intentId: string): Stripe.Charge {
  const intent = get(world.paymentIntents, 'payment_intent', intentId, 'payment_intent');
  const charge = intent.latest_charge ? world.charges.get(idOf(intent.latest_charge)) : undefined;
  if (charge?.paid) return charge;
  throw invalid(`This PaymentIntent (${intentId}) does not have a successful charge to refund.`, {
    param: 'payment_intent',
  });
}

interface Wanted {
  readonly amount: number;
  readonly reason: Stripe.Refund.Reason | null;
  readonly metadata?: Stripe.Emptyable<Stripe.MetadataParam> | undefined;
}

/** What can still be given back of a charge. */
export function leftOf(charge: Stripe.Charge): number {
  return charge.amount - charge.amount_refunded;
}

/** Arrives at once, as it does with test cards. */
export function refund(world: World, charge: Stripe.Charge, { amount, reason, metadata }: Wanted): Stripe.Refund {
  if (charge.refunded)
    throw invalid(`Charge ${charge.id} has already been refunded.`, { code: 'charge_already_refunded' });
  if (!charge.paid) throw invalid(`Charge ${charge.id} has not been paid.`, { param: 'charge' });
  if (amount < 1) throw invalid('Invalid positive integer', { param: 'amount' });
  if (amount > leftOf(charge))
    throw invalid(`Refund amount (${amount}) is greater than unrefunded amount on charge (${leftOf(charge)})`, {
      param: 'amount',
    });
  const at = world.now(world.customers.get(idOf(charge.customer ?? '')) ?? null);
  const made: Stripe.Refund = {
    id: world.nextId('re'),
    object: 'refund',
    amount,
    balance_transaction: null,
    charge: charge.id,
    created: at,
    currency: charge.currency,
    customer: charge.customer,
    customer_account: null,
    metadata: changedMetadata(null, metadata),
    payment_intent: charge.payment_intent,
    payment_method: charge.payment_method,
    reason,
    receipt_number: null,
    source_transfer_reversal: null,
    status: 'succeeded',
    transfer_reversal: null,
  };
  world.refunds.set(made.id, made);
  charge.amount_refunded += amount;
  charge.refunded = leftOf(charge) === 0;
  world.record('refund.created', made, at);
  world.record('charge.refunded', charge, at);
  return made;
}
