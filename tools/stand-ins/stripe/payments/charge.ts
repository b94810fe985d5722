import type { Stripe } from 'stripe';
import type { Decline } from '../protocol/refusal.ts';
import { idOf, type World } from '../world/world.ts';
import { DECLINES } from './cards.ts';
import { cardOf } from './payment-methods.ts';

export type Outcome =
  | { readonly kind: 'succeeded' }
  | { readonly kind: 'declined'; readonly decline: Decline }
  | { readonly kind: 'requires_action' }
  | { readonly kind: 'no_method' };

interface ChargeOptions {
  readonly method: Stripe.PaymentMethod | null;
  readonly isOffSession: boolean;
  /** The customer has just told the bank that it is them. */
  readonly isAuthenticated?: boolean;
}

/** Cards that tests want declined, by payment method or customer: instead of what the card would do. */
const declines = new WeakMap<World, Map<string, Decline>>();

export function declinesOf(world: World): Map<string, Decline> {
  const known = declines.get(world) ?? new Map<string, Decline>();
  declines.set(world, known);
  return known;
}

export function charge(world: World, intent: Stripe.PaymentIntent, options: ChargeOptions): Outcome {
  const { method, isAuthenticated = false } = options;
  if (!method) return { kind: 'no_method' };
  const { card, isSetUp } = cardOf(method);
  const at = timeOf(world, intent);
  intent.payment_method = method.id;
  const needsBank = card.authentication === 'always' || (card.authentication === 'once' && !isSetUp);
  if (needsBank && !isAuthenticated) return ask(world, intent, method, options.isOffSession, at);
  const told = declinesOf(world);
  const decline = told.get(method.id) ?? told.get(idOf(method.customer ?? '')) ?? card.onCharge;
  if (decline) return fail(world, intent, method, decline, at);
  if (isAuthenticated) cardOf(method).isSetUp = true;
  intent.status = 'succeeded';
  intent.amount_received = intent.amount;
  intent.last_payment_error = null;
  intent.next_action = null;
  recordCharge(world, intent, method, null, at);
  world.record('payment_intent.succeeded', intent, at);
  return { kind: 'succeeded' };
}

function timeOf(world: World, intent: Stripe.PaymentIntent): number {
  return world.now(world.customers.get(idOf(intent.customer ?? '')) ?? null);
}

function ask(
  world: World,
  intent: Stripe.PaymentIntent,
  method: Stripe.PaymentMethod,
  isOffSession: boolean,
  at: number,
): Outcome {
  intent.status = 'requires_action';
  intent.next_action = { type: 'use_stripe_sdk', use_stripe_sdk: { type: 'three_d_secure_redirect' } };
  if (isOffSession) intent.last_payment_error = errorOf(method, DECLINES.authentication);
  world.record('payment_intent.requires_action', intent, at);
  return { kind: 'requires_action' };
}

function fail(
  world: World,
  intent: Stripe.PaymentIntent,
  method: Stripe.PaymentMethod,
  decline: Decline,
  at: number,
): Outcome {
  intent.status = 'requires_payment_method';
  intent.next_action = null;
  intent.payment_method = null;
  const charged = recordCharge(world, intent, method, decline, at);
  intent.last_payment_error = { ...errorOf(method, decline), charge: charged.id };
  world.record('payment_intent.payment_failed', intent, at);
  return { kind: 'declined', decline };
}

function errorOf(method: Stripe.PaymentMethod, decline: Decline): Stripe.PaymentIntent.LastPaymentError {
  return { ...decline, payment_method: method, type: 'card_error' };
}

function recordCharge(
  world: World,
  intent: Stripe.PaymentIntent,
  method: Stripe.PaymentMethod,
  decline: Decline | null,
  at: number,
): Stripe.Charge {
  const made: Stripe.Charge = {
    id: world.nextId('ch'),
    object: 'charge',
    amount: intent.amount,
    amount_captured: decline ? 0 : intent.amount,
    amount_refunded: 0,
    application: null,
    application_fee: null,
    application_fee_amount: null,
    balance_transaction: null,
    billing_details: method.billing_details,
    calculated_statement_descriptor: null,
    captured: !decline,
    created: at,
    currency: intent.currency,
    customer: intent.customer,
    description: intent.description,
    disputed: false,
    failure_balance_transaction: null,
    failure_code: decline?.code ?? null,
    failure_message: decline?.message ?? null,
    fraud_details: {},
    livemode: false,
    metadata: {},
    on_behalf_of: null,
    outcome: null,
    paid: !decline,
    payment_intent: intent.id,
    payment_method: method.id,
    payment_method_details: null,
    receipt_email: null,
    receipt_number: null,
    receipt_url: null,
    refunded: false,
    review: null,
    shipping: null,
    source: null,
    source_transfer: null,
    statement_descriptor: null,
    statement_descriptor_suffix: null,
    status: decline ? 'failed' : 'succeeded',
    transfer_data: null,
    transfer_group: null,
  };
  world.charges.set(made.id, made);
  intent.latest_charge = made.id;
  world.record(decline ? 'charge.failed' : 'charge.succeeded', made, at);
  return made;
}
