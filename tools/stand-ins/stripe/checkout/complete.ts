/** What happens when somebody pays on the page of a session. */
import type { Stripe } from 'stripe';
import { newCustomer, taxOf } from '../customers/new-customer.ts';
import { cardNamed, cardNumbered } from '../payments/cards.ts';
import { refusalOf } from '../payments/expect.ts';
import { attach, type Expiry, newCard } from '../payments/payment-methods.ts';
import { invalid } from '../protocol/refusal.ts';
import { begin, composeSubscription } from '../subscriptions/create.ts';
import { get, idOf, type World } from '../world/world.ts';
import { detailsOf, updates, wanted } from './new-session.ts';

export interface Filled {
  /** A number, or a name of Stripe's for a test card; null where no card is asked for. */
  readonly card: string | null;
  /** As typed; a card of a test has one of its own. */
  readonly expiry?: Expiry;
  readonly name?: string;
  readonly email?: string;
  /** ISO 3166. */
  readonly country?: string;
  readonly promotionCode?: string;
  /** The customer has answered their bank. */
  readonly isAuthenticated?: boolean;
}

/** Throws the refusal that the page shows; then nothing is kept, and the session stays open. */
export function complete(world: World, session: Stripe.Checkout.Session, filled: Filled): Stripe.Checkout.Session {
  if (session.status !== 'open') throw invalid('This Checkout Session is no longer active.');
  const isNew = session.customer === null;
  const customer = isNew
    ? newCustomer(world, { ...(filled.email && { email: filled.email }), ...(filled.name && { name: filled.name }) })
    : get(world.customers, 'customer', idOf(session.customer ?? ''));
  const before = { address: customer.address ?? null, tax: customer.tax, name: customer.name ?? null };
  takeDetails(session, customer, filled, isNew);
  try {
    pay(world, session, customer, filled, isNew);
  } catch (error) {
    Object.assign(customer, before);
    throw error;
  }
  return session;
}

function takeDetails(
  session: Stripe.Checkout.Session,
  customer: Stripe.Customer,
  { country, name }: Filled,
  isNew: boolean,
): void {
  const update = updates.get(session);
  if (country && (isNew || update?.address === 'auto')) {
    customer.address = { city: null, country, line1: null, line2: null, postal_code: null, state: null };
    customer.tax = taxOf(customer.address, null);
  }
  if (name && update?.name === 'auto') customer.name = name;
}

function pay(
  world: World,
  session: Stripe.Checkout.Session,
  customer: Stripe.Customer,
  filled: Filled,
  isNew: boolean,
): void {
  const method = methodOf(world, session, customer, filled);
  const code = codeOf(world, session, filled.promotionCode);
  // Looked up by the invoice, so it has to be known before; it goes again when the payment does not succeed.
  if (isNew) world.customers.set(customer.id, customer);
  try {
    const composed = composeSubscription(world, customer, {
      ...wanted.get(session),
      ...(method && { default_payment_method: method.id }),
      ...(session.automatic_tax.enabled && { automatic_tax: { enabled: true } }),
      ...(code && { discounts: [{ promotion_code: code.id }] }),
    });
    const { isAuthenticated = false } = filled;
    const refusal = method ? refusalOf(world, method, isAuthenticated) : null;
    if (refusal && (composed.invoice?.amount_due ?? 0) > 0) throw refusal;
    if (isNew) world.record('customer.created', customer, customer.created);
    if (method) world.record('payment_method.attached', method, world.now(customer));
    const subscription = begin(world, composed, { behavior: 'allow_incomplete', isOffSession: false, isAuthenticated });
    close(world, session, customer, subscription);
  } catch (error) {
    if (isNew) world.customers.delete(customer.id);
    if (method) method.customer = null;
    throw error;
  }
}

function methodOf(world: World, session: Stripe.Checkout.Session, customer: Stripe.Customer, filled: Filled) {
  if (filled.card === null) {
    const isNeeded = session.payment_method_collection === 'always' || session.payment_status === 'unpaid';
    if (isNeeded) throw invalid('Your card number is incomplete.', { code: 'incomplete_number' });
    return null;
  }
  const card = cardNamed(filled.card) ?? cardNumbered(filled.card);
  if (!card) throw invalid('Your card number is invalid.', { code: 'invalid_number' });
  const details = {
    ...(filled.name && { name: filled.name }),
    ...(filled.email && { email: filled.email }),
    ...(filled.country && { address: { country: filled.country } }),
  };
  return attach(world, newCard(world, card, details, filled.expiry).id, customer);
}

function codeOf(
  world: World,
  session: Stripe.Checkout.Session,
  typed: string | undefined,
): Stripe.PromotionCode | null {
  if (!typed) return null;
  const found = [...world.promotionCodes.values()].find(({ code, active }) => active && code === typed);
  if (!session.allow_promotion_codes || !found) throw invalid('This code is invalid.', { param: 'promotion_code' });
  return found;
}

function close(
  world: World,
  session: Stripe.Checkout.Session,
  customer: Stripe.Customer,
  subscription: Stripe.Subscription,
): void {
  const invoice = subscription.latest_invoice ? world.invoices.get(idOf(subscription.latest_invoice)) : undefined;
  session.status = 'complete';
  session.url = null;
  session.customer = customer.id;
  world.checkoutSessions.set(session.id, session); // found by its customer from now on
  session.customer_details = detailsOf(customer);
  session.subscription = subscription.id;
  session.invoice = invoice?.id ?? null;
  session.payment_status = (invoice?.amount_paid ?? 0) > 0 ? 'paid' : 'no_payment_required';
  if (invoice) {
    session.amount_subtotal = invoice.subtotal;
    session.amount_total = invoice.total;
  }
  world.record('checkout.session.completed', session, world.now());
}
