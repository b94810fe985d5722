import type { Stripe } from 'stripe';
import { pageOf } from '../protocol/page.ts';
import { route } from '../protocol/routes.ts';
import { get, idOf, type World } from '../world/world.ts';

export const paymentIntentRoutes = [
  route('GET /v1/payment_intents/{id}', (world, _: object, id) => get(world.paymentIntents, 'payment_intent', id)),
  route('GET /v1/payment_intents', (world, params: Stripe.PaymentIntentListParams) => {
    const { customer: wanted } = params;
    return pageOf(world.paymentIntents.among(wanted), '/v1/payment_intents', params);
  }),
];

/** For what an invoice asks for. */
export function newPaymentIntent(world: World, invoice: Stripe.Invoice): Stripe.PaymentIntent {
  const at = world.now(invoice);
  const id = world.nextId('pi');
  const intent: Stripe.PaymentIntent = {
    id,
    object: 'payment_intent',
    allowed_payment_method_types: null,
    amount: invoice.amount_due,
    amount_capturable: 0,
    amount_received: 0,
    application: null,
    application_fee_amount: null,
    automatic_payment_methods: null,
    canceled_at: null,
    cancellation_reason: null,
    capture_method: 'automatic',
    client_secret: world.nextId(`${id}_secret`),
    confirmation_method: 'automatic',
    created: at,
    currency: invoice.currency,
    customer: idOf(invoice.customer ?? ''),
    customer_account: null,
    description: invoice.billing_reason === 'subscription_create' ? 'Subscription creation' : 'Subscription update',
    excluded_payment_method_types: null,
    last_payment_error: null,
    latest_charge: null,
    livemode: false,
    managed_payments: null,
    metadata: {},
    next_action: null,
    on_behalf_of: null,
    payment_method: null,
    payment_method_configuration_details: null,
    payment_method_options: null,
    payment_method_types: ['card'],
    payment_record: null,
    processing: null,
    receipt_email: null,
    review: null,
    setup_future_usage: 'off_session',
    shipping: null,
    source: null,
    statement_descriptor: null,
    statement_descriptor_suffix: null,
    status: 'requires_payment_method',
    transfer_group: null,
  };
  world.paymentIntents.set(id, intent);
  world.record('payment_intent.created', intent, at);
  return intent;
}
