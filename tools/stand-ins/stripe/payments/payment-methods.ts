import type { Stripe } from 'stripe';
import { addressOf } from '../customers/address.ts';
import { pageOf } from '../protocol/page.ts';
import { declined, invalid, missing } from '../protocol/refusal.ts';
import { route } from '../protocol/routes.ts';
import { changedMetadata, get, type World } from '../world/world.ts';
import { cardNamed, fingerprintOf, type TestCard } from './cards.ts';

export const paymentMethodRoutes = [
  route('POST /v1/payment_methods', createPaymentMethod),
  route('GET /v1/payment_methods/{id}', (world, _: object, id) => get(world.paymentMethods, 'PaymentMethod', id)),
  route('POST /v1/payment_methods/{id}', updatePaymentMethod),
  route('POST /v1/payment_methods/{id}/attach', attachPaymentMethod),
  route('POST /v1/payment_methods/{id}/detach', detachPaymentMethod),
  route('GET /v1/payment_methods', (world, params: Stripe.PaymentMethodListParams) =>
    listPaymentMethods(world, params, params.customer),
  ),
  route('GET /v1/customers/{id}/payment_methods', (world, params: Stripe.CustomerListPaymentMethodsParams, id) =>
    listPaymentMethods(world, params, get(world.customers, 'customer', id).id),
  ),
];

/** Of each payment method, and whether its owner has authenticated for payments to come. */
interface CardInUse {
  readonly card: TestCard;
  isSetUp: boolean;
}

const cards = new WeakMap<Stripe.PaymentMethod, CardInUse>();

export function cardOf(method: Stripe.PaymentMethod): CardInUse {
  const known = cards.get(method);
  if (!known) throw new Error(`${method.id} has no card.`);
  return known;
}

function createPaymentMethod(world: World, params: Stripe.PaymentMethodCreateParams): Stripe.PaymentMethod {
  if (params.type !== 'card') throw invalid('The stand-in only has payment methods of type card.', { param: 'type' });
  const { card } = params;
  // Numbers are for the pages only, as raw card data is for almost everybody; a token names a test card.
  const token = card && 'token' in card ? card.token : undefined;
  if (token === undefined)
    throw invalid(
      'Sending credit card numbers directly to the Stripe API is generally unsafe. To continue processing use ' +
        'Stripe.js, the Stripe mobile bindings, or Stripe Elements.',
      { param: 'card[number]' },
    );
  const found = cardNamed(String(token));
  if (!found) throw missing('token', String(token), 'card[token]');
  const method = newCard(world, found, params.billing_details);
  method.metadata = changedMetadata(null, params.metadata);
  return method;
}

/** As it is on the card: it is good until that month is over. */
export interface Expiry {
  readonly month: number;
  readonly year: number;
}

export function newCard(
  world: World,
  card: TestCard,
  details: Stripe.PaymentMethodCreateParams.BillingDetails = {},
  expiry: Expiry | null = null,
): Stripe.PaymentMethod {
  const at = world.now();
  const method: Stripe.PaymentMethod = {
    id: world.nextId('pm'),
    object: 'payment_method',
    allow_redisplay: 'unspecified',
    billing_details: {
      address: addressOf(details.address),
      email: details.email || null,
      name: details.name || null,
      phone: details.phone || null,
      tax_id: null,
    },
    card: {
      brand: card.brand,
      checks: { address_line1_check: null, address_postal_code_check: null, cvc_check: 'pass' },
      country: card.country,
      display_brand: card.brand,
      exp_month: expiry?.month ?? 12,
      exp_year: expiry?.year ?? new Date(at * 1000).getUTCFullYear() + 3,
      fingerprint: fingerprintOf(card.number),
      funding: card.funding,
      generated_from: null,
      last4: card.last4,
      networks: { available: [card.brand], preferred: null },
      regulated_status: 'unregulated',
      three_d_secure_usage: { supported: true },
      wallet: null,
    },
    created: at,
    customer: null,
    customer_account: null,
    livemode: false,
    metadata: {},
    type: 'card',
  };
  world.paymentMethods.set(method.id, method);
  cards.set(method, { card, isSetUp: false });
  return method;
}

/** Takes the ID of one, or a name of Stripe's for a test card. Whoever calls it records the event. */
export function attach(world: World, id: string, customer: Stripe.Customer, param = 'payment_method') {
  const known = world.paymentMethods.get(id);
  const named = known ? null : cardNamed(id);
  if (!known && !named) throw missing('PaymentMethod', id, param);
  if (known?.customer && known.customer !== customer.id)
    throw invalid('The payment method you provided has already been attached to a customer.', { param });
  const refusal = (known ? cardOf(known).card : named)?.onAttach;
  if (refusal) throw declined(refusal);
  const method = known ?? newCard(world, named ?? impossible());
  method.customer = customer.id;
  return method;
}

function impossible(): never {
  throw new Error('A payment method is known or named.');
}

function attachPaymentMethod(world: World, params: Stripe.PaymentMethodAttachParams, id = ''): Stripe.PaymentMethod {
  const customer = get(world.customers, 'customer', params.customer ?? '', 'customer');
  const method = attach(world, id, customer, 'id');
  world.record('payment_method.attached', method, world.now(customer));
  return method;
}

function detachPaymentMethod(world: World, _: object, id = ''): Stripe.PaymentMethod {
  const method = get(world.paymentMethods, 'PaymentMethod', id);
  const customer = typeof method.customer === 'string' ? world.customers.get(method.customer) : undefined;
  if (!customer)
    throw invalid('The payment method you provided is not attached to a customer so detachment is impossible.', {
      param: 'payment_method',
    });
  method.customer = null;
  if (customer.invoice_settings.default_payment_method === id) customer.invoice_settings.default_payment_method = null;
  for (const subscription of world.subscriptions.of(customer.id)) {
    if (subscription.default_payment_method === id) subscription.default_payment_method = null;
  }
  world.record('payment_method.detached', method, world.now(customer));
  return method;
}

function updatePaymentMethod(world: World, params: Stripe.PaymentMethodUpdateParams, id = ''): Stripe.PaymentMethod {
  const method = get(world.paymentMethods, 'PaymentMethod', id);
  if (!method.customer)
    throw invalid('You must save this PaymentMethod to a customer before you can update it.', { param: 'id' });
  method.metadata = changedMetadata(method.metadata, params.metadata);
  const { billing_details: details } = params;
  if (details?.address !== undefined) method.billing_details.address = addressOf(details.address);
  if (details?.name !== undefined) method.billing_details.name = details.name || null;
  if (details?.email !== undefined) method.billing_details.email = details.email || null;
  world.record('payment_method.updated', method, world.now());
  return method;
}

function listPaymentMethods(
  world: World,
  params: Stripe.PaymentMethodListParams,
  customer: string | undefined,
): Stripe.ApiList<Stripe.PaymentMethod> {
  const { type } = params;
  const all = [...world.paymentMethods.values()].filter(
    (method) => customer !== undefined && method.customer === customer && (!type || method.type === type),
  );
  return pageOf(
    all,
    customer === undefined ? '/v1/payment_methods' : `/v1/customers/${customer}/payment_methods`,
    params,
  );
}
