import type { Stripe } from 'stripe';
import { fixCurrency } from '../customers/currency.ts';
import { finalize } from '../invoices/finalize.ts';
import { keepInvoice } from '../invoices/new-invoice.ts';
import { attempt } from '../invoices/pay.ts';
import { checkTaxLocation } from '../invoices/taxes.ts';
import { refusalOf } from '../payments/expect.ts';
import { invalid } from '../protocol/refusal.ts';
import { DAY_S } from '../time/periods.ts';
import { get, type World } from '../world/world.ts';
import { anchorFrom, firstPeriod } from './anchors.ts';
import { cancelTimeOf } from './cancel-time.ts';
import { addDiscounts } from './discounts.ts';
import { checkQuantity, newItem, priceOf, recurringOf } from './items.ts';
import { firstInvoice } from './first-invoice.ts';
import { newSubscription } from './new-subscription.ts';

type Params = Stripe.SubscriptionCreateParams;

/** A trial that ends sooner is announced at once. */
export const TRIAL_WARNING_S = 3 * DAY_S;

export function createSubscription(world: World, params: Params): Stripe.Subscription {
  if (params.customer === undefined)
    throw invalid('Missing required param: customer.', { code: 'parameter_missing', param: 'customer' });
  const customer = get(world.customers, 'customer', params.customer, 'customer');
  const composed = composeSubscription(world, customer, params);
  const behavior = params.payment_behavior ?? 'allow_incomplete';
  return begin(world, composed, { behavior, isOffSession: params.off_session ?? false });
}

interface BeginOptions {
  readonly behavior: Stripe.SubscriptionCreateParams.PaymentBehavior;
  readonly isOffSession: boolean;
  /** The customer is there and has answered their bank. */
  readonly isAuthenticated?: boolean;
}

/** Keeps it and charges the first invoice. */
export function begin(world: World, composed: Composed, options: BeginOptions): Stripe.Subscription {
  const { subscription, invoice, customer } = composed;
  const { behavior, isOffSession, isAuthenticated = false } = options;
  const at = subscription.created;
  const isSent = subscription.collection_method === 'send_invoice';
  const isCharged = invoice !== null && invoice.amount_due > 0 && !isSent;
  const isTried = isCharged && behavior !== 'default_incomplete';
  if (isTried) checkMethod(world, composed, behavior, isAuthenticated);
  fixCurrency(customer, subscription.currency);
  world.subscriptions.set(subscription.id, subscription);
  if (!isCharged) subscription.status = subscription.trial_end === null ? 'active' : 'trialing';
  if (invoice) subscription.latest_invoice = invoice.id;
  world.record('customer.subscription.created', subscription, at);
  const warnsNow = subscription.trial_end !== null && subscription.trial_end - at <= TRIAL_WARNING_S;
  if (warnsNow) world.record('customer.subscription.trial_will_end', subscription, at);
  if (!invoice) return subscription;
  keepInvoice(world, invoice);
  if (isSent && invoice.amount_due > 0) return subscription;
  finalize(world, invoice);
  if (isTried) attempt(world, invoice, { isOffSession, isAuthenticated });
  return subscription;
}

function checkMethod(
  world: World,
  { subscription, customer }: Composed,
  behavior: Stripe.SubscriptionCreateParams.PaymentBehavior,
  isAuthenticated: boolean,
): void {
  const method = methodOf(world, subscription, customer);
  if (!method)
    throw invalid(
      'This customer has no attached payment source or default payment method. Please consider adding a default ' +
        'payment method.',
      { code: 'resource_missing' },
    );
  const refusal = behavior === 'error_if_incomplete' ? refusalOf(world, method, isAuthenticated) : null;
  if (refusal) throw refusal;
}

export interface Composed {
  readonly customer: Stripe.Customer;
  readonly subscription: Stripe.Subscription;
  readonly invoice: Stripe.Invoice | null;
}

/** What would come to be; nothing is kept yet, so previews and checkout show the same. */
export function composeSubscription(world: World, customer: Stripe.Customer, params: Params): Composed {
  const at = world.now(customer);
  const items = pricesOf(world, params);
  const currency = currencyOf(items, customer);
  checkCollection(world, params, customer);
  const trialEnd = trialEndOf(params, at);
  const anchor = anchorOf(params, items, trialEnd, at);
  const taxRates = (params.default_tax_rates || []).map((id) =>
    get(world.taxRates, 'tax rate', id, 'default_tax_rates'),
  );
  const subscription = newSubscription(world, { customer, params, currency, at, anchor, trialEnd, taxRates });
  subscription.items.data = items.map(({ price, quantity, metadata }) => {
    const interval = recurringOf(price);
    const period = trialEnd === null ? firstPeriod(subscription, interval, at) : { start: at, end: trialEnd };
    return newItem(world, { subscription: subscription.id, price, quantity, metadata, at, period });
  });
  subscription.cancel_at = cancelTimeOf(subscription, params.cancel_at);
  if (subscription.cancel_at_period_end) subscription.cancel_at = firstEnd(subscription);
  addDiscounts(world, subscription, params.discounts || [], at);
  const invoice = firstInvoice(world, subscription, customer, params);
  return { customer, subscription, invoice };
}

function pricesOf(world: World, { items, currency }: Params) {
  if (!items || items.length === 0)
    throw invalid('Missing required param: items.', { code: 'parameter_missing', param: 'items' });
  if (items.length > 20) throw invalid('A subscription can have up to 20 items.', { param: 'items' });
  const found = items.map((item, index) => {
    const price = priceOf(world, item, `items[${index}]`);
    checkQuantity(price, item.quantity, `items[${index}]`);
    return { price, quantity: item.quantity, metadata: item.metadata };
  });
  if (new Set(found.map(({ price }) => price.id)).size < found.length)
    throw invalid('A subscription cannot have two items with the same price.', { param: 'items' });
  if (currency !== undefined && found.some(({ price }) => price.currency !== currency.toLowerCase()))
    throw invalid('The price specified only supports another currency.', { param: 'currency' });
  return found;
}

function currencyOf(items: readonly { readonly price: Stripe.Price }[], customer: Stripe.Customer): string {
  const [currency = 'usd', ...others] = new Set(items.map(({ price }) => price.currency));
  if (others.length > 0) throw invalid('All prices on a subscription must have the same currency.', { param: 'items' });
  if (customer.currency && customer.currency !== currency) fixCurrency(customer, currency);
  return currency;
}

function checkCollection(world: World, params: Params, customer: Stripe.Customer): void {
  const isSent = params.collection_method === 'send_invoice';
  if (isSent && params.days_until_due === undefined)
    throw invalid('Missing required param: days_until_due.', { code: 'parameter_missing', param: 'days_until_due' });
  if (!isSent && params.days_until_due !== undefined)
    throw invalid('`days_until_due` is only for subscriptions whose invoices are sent.', { param: 'days_until_due' });
  if (params.automatic_tax?.enabled) checkTaxLocation(customer);
  const method = params.default_payment_method;
  if (method === undefined) return;
  if (get(world.paymentMethods, 'PaymentMethod', method, 'default_payment_method').customer !== customer.id)
    throw invalid('The customer does not have a payment method with this ID.', { param: 'default_payment_method' });
}

export function trialEndOf(params: Pick<Params, 'trial_end' | 'trial_period_days'>, at: number): number | null {
  const { trial_end: end, trial_period_days: days } = params;
  if (end !== undefined && days !== undefined)
    throw invalid('You may only specify one of these parameters: trial_end, trial_period_days.', {
      code: 'parameters_exclusive',
    });
  if (days !== undefined) {
    if (days < 1 || days > 730) throw invalid('Invalid trial_period_days.', { param: 'trial_period_days' });
    return at + days * DAY_S;
  }
  if (end === undefined || typeof end === 'string') return null;
  if (end <= at)
    throw invalid('Invalid timestamp: must be an integer Unix timestamp in the future.', { param: 'trial_end' });
  return end;
}

function anchorOf(
  params: Params,
  items: readonly { readonly price: Stripe.Price }[],
  trialEnd: number | null,
  at: number,
): number {
  const { billing_cycle_anchor: anchor, billing_cycle_anchor_config: config } = params;
  if (anchor !== undefined && config)
    throw invalid('You may only specify one of these parameters: billing_cycle_anchor, billing_cycle_anchor_config.', {
      code: 'parameters_exclusive',
    });
  const chosen = config ? anchorFrom(config, at) : anchor;
  if (chosen === undefined) return trialEnd ?? at;
  if (chosen <= (trialEnd ?? at))
    throw invalid('billing_cycle_anchor must be in the future and after the trial.', { param: 'billing_cycle_anchor' });
  const natural = Math.min(
    ...items.map(({ price }) => firstPeriod(anchoredAt(trialEnd ?? at), recurringOf(price), trialEnd ?? at).end),
  );
  if (chosen > natural)
    throw invalid(`billing_cycle_anchor cannot be later than next natural billing date (${natural}) for plan`, {
      param: 'billing_cycle_anchor',
    });
  return chosen;
}

function anchoredAt(at: number) {
  return { billing_cycle_anchor: at, billing_cycle_anchor_config: null };
}

function firstEnd({ items }: Stripe.Subscription): number {
  return Math.min(...items.data.map(({ current_period_end: end }) => end));
}

function methodOf(world: World, subscription: Stripe.Subscription, customer: Stripe.Customer) {
  const chosen = subscription.default_payment_method ?? customer.invoice_settings.default_payment_method;
  return typeof chosen === 'string' ? (world.paymentMethods.get(chosen) ?? null) : null;
}
