import type { Stripe } from 'stripe';
import { newPrice } from '../catalog/new-price.ts';
import { createProduct } from '../catalog/products.ts';
import { newCustomer } from '../customers/new-customer.ts';
import { nameOf } from '../invoices/lines.ts';
import { amountOf } from '../invoices/amounts.ts';
import { wholeList } from '../protocol/page.ts';
import { checkSession } from './check-session.ts';
import { invalid } from '../protocol/refusal.ts';
import { composeSubscription } from '../subscriptions/create.ts';
import { changedMetadata, get, type World } from '../world/world.ts';

export type SessionParams = Stripe.Checkout.SessionCreateParams;

/** What a session will make of it, known only here: Stripe does not show it either. */
export const wanted = new WeakMap<Stripe.Checkout.Session, Stripe.SubscriptionCreateParams>();
export const updates = new WeakMap<Stripe.Checkout.Session, Stripe.Checkout.SessionCreateParams.CustomerUpdate>();

const HOUR_S = 3600;

export function createSession(world: World, params: SessionParams): Stripe.Checkout.Session {
  checkSession(world, params);
  const at = world.now();
  const customer = params.customer === undefined ? null : get(world.customers, 'customer', params.customer, 'customer');
  const subscriptionParams = subscriptionOf(world, params);
  const submitText = params.custom_text?.submit;
  const { invoice } = composeSubscription(world, customer ?? newCustomer(world, {}), subscriptionParams);
  const id = world.nextId('cs_test', 58);
  const session: Stripe.Checkout.Session = {
    id,
    object: 'checkout.session',
    adaptive_pricing: null,
    after_expiration: null,
    allow_promotion_codes: params.allow_promotion_codes ?? null,
    allowed_payment_method_types: null,
    amount_subtotal: invoice?.subtotal ?? 0,
    amount_total: invoice?.total ?? 0,
    automatic_tax: {
      enabled: params.automatic_tax?.enabled ?? false,
      liability: params.automatic_tax?.enabled ? { type: 'self' } : null,
      provider: params.automatic_tax?.enabled ? 'stripe' : null,
      status: params.automatic_tax?.enabled ? (invoice?.automatic_tax.status ?? 'requires_location_inputs') : null,
    },
    billing_address_collection: params.billing_address_collection ?? null,
    cancel_url: params.cancel_url ?? null,
    client_reference_id: params.client_reference_id ?? null,
    client_secret: null,
    collected_information: null,
    consent: null,
    consent_collection: null,
    created: at,
    currency: invoice?.currency ?? 'usd',
    currency_conversion: null,
    custom_fields: [],
    custom_text: {
      after_submit: null,
      shipping_address: null,
      submit: submitText ? { message: submitText.message } : null,
      terms_of_service_acceptance: null,
    },
    customer: customer?.id ?? null,
    customer_account: null,
    customer_creation: customer ? null : 'always',
    customer_details: customer ? detailsOf(customer) : null,
    customer_email: params.customer_email ?? null,
    discounts: (params.discounts ?? []).map(({ coupon, promotion_code }) => ({
      coupon: coupon ?? null,
      promotion_code: promotion_code ?? null,
    })),
    expires_at: params.expires_at ?? at + 24 * HOUR_S,
    integration_identifier: null,
    invoice: null,
    invoice_creation: null,
    line_items: wholeList(lineItemsOf(world, subscriptionParams), `/v1/checkout/sessions/${id}/line_items`),
    livemode: false,
    locale: params.locale ?? null,
    managed_payments: null,
    metadata: changedMetadata(null, params.metadata),
    mode: 'subscription',
    origin_context: null,
    payment_intent: null,
    payment_link: null,
    payment_method_collection: params.payment_method_collection ?? 'always',
    payment_method_configuration_details: null,
    payment_method_options: {},
    payment_method_types: ['card'],
    payment_status: (invoice?.amount_due ?? 0) > 0 ? 'unpaid' : 'no_payment_required',
    permissions: null,
    recovered_from: null,
    saved_payment_method_options: {
      allow_redisplay_filters: ['always'],
      payment_method_remove: 'disabled',
      payment_method_save: null,
    },
    setup_intent: null,
    shipping_address_collection: null,
    shipping_cost: null,
    shipping_options: [],
    status: 'open',
    submit_type: null,
    subscription: null,
    success_url: params.success_url ?? null,
    ...(params.tax_id_collection && { tax_id_collection: { required: 'never', ...params.tax_id_collection } }),
    total_details: {
      amount_discount: sum(invoice?.total_discount_amounts),
      amount_shipping: 0,
      amount_tax: sum(invoice?.total_taxes),
    },
    ui_mode: 'hosted_page',
    url: `${world.options.url()}/c/pay/${id}`,
    wallet_options: null,
  };
  wanted.set(session, subscriptionParams);
  if (params.customer_update) updates.set(session, params.customer_update);
  world.checkoutSessions.set(id, session);
  return session;
}

function subscriptionOf(world: World, params: SessionParams): Stripe.SubscriptionCreateParams {
  if (!params.line_items || params.line_items.length === 0)
    throw invalid('You must pass `line_items` in `subscription` mode.', {
      code: 'parameter_missing',
      param: 'line_items',
    });
  const data = params.subscription_data ?? {};
  const { trial_settings: trial, default_tax_rates: rates, metadata } = data;
  return {
    items: params.line_items.map((item, index) => ({
      price: priceIdOf(world, item, `line_items[${index}]`),
      ...(item.quantity !== undefined && { quantity: item.quantity }),
    })),
    ...(data.description !== undefined && { description: data.description }),
    ...(data.trial_end !== undefined && { trial_end: data.trial_end }),
    ...(data.trial_period_days !== undefined && { trial_period_days: data.trial_period_days }),
    ...(data.billing_cycle_anchor !== undefined && { billing_cycle_anchor: data.billing_cycle_anchor }),
    ...(data.billing_cycle_anchor_config && { billing_cycle_anchor_config: { ...data.billing_cycle_anchor_config } }),
    ...(data.proration_behavior && { proration_behavior: data.proration_behavior }),
    ...(data.billing_mode && { billing_mode: { type: data.billing_mode.type } }),
    ...(trial && {
      trial_settings: { end_behavior: { missing_payment_method: trial.end_behavior.missing_payment_method } },
    }),
    ...(rates && { default_tax_rates: [...rates] }),
    ...(metadata && { metadata: { ...metadata } }),
    ...(params.discounts && { discounts: params.discounts.map((discount) => ({ ...discount })) }),
  };
}

function priceIdOf(world: World, item: Stripe.Checkout.SessionCreateParams.LineItem, param: string): string {
  if (item.price !== undefined) return get(world.prices, 'price', item.price, `${param}[price]`).id;
  const data = item.price_data;
  if (!data)
    throw invalid(`Missing required param: ${param}[price].`, { code: 'parameter_missing', param: `${param}[price]` });
  const { product, product_data: productData, ...price } = data;
  const id = product ?? createProduct(world, { name: productData?.name ?? 'Product' }).id;
  return newPrice(world, price, id).id;
}

function lineItemsOf(world: World, { items = [] }: Stripe.SubscriptionCreateParams): Stripe.LineItem[] {
  return items.map(({ price: id, quantity }) => {
    const price = get(world.prices, 'price', id ?? '');
    const isMetered = price.recurring?.usage_type === 'metered';
    const amount = isMetered ? 0 : amountOf(price, quantity ?? 1);
    return {
      id: world.nextId('li'),
      object: 'item',
      adjustable_quantity: null,
      amount_discount: 0,
      amount_subtotal: amount,
      amount_tax: 0,
      amount_total: amount,
      currency: price.currency,
      description: nameOf(world, price),
      metadata: {},
      price,
      quantity: isMetered ? null : (quantity ?? 1),
    };
  });
}

export function detailsOf(customer: Stripe.Customer): Stripe.Checkout.Session.CustomerDetails {
  return {
    address: customer.address ?? null,
    business_name: null,
    email: customer.email,
    individual_name: null,
    name: customer.name ?? null,
    phone: customer.phone ?? null,
    tax_exempt: customer.tax_exempt ?? 'none',
    tax_ids: [],
  };
}

function sum(parts: readonly { readonly amount: number }[] | null | undefined): number {
  return (parts ?? []).reduce((total, { amount }) => total + amount, 0);
}
