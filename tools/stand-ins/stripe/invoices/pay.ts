/** Collecting what an invoice asks for, and what follows for its subscription. */
import type { Stripe } from 'stripe';
import { charge, type Outcome } from '../payments/charge.ts';
import { idOf, type World } from '../world/world.ts';
import { customerOf, subscriptionOf } from './new-invoice.ts';

const DAY_S = 86_400;

/** What it would be charged to: the invoice's own, else the subscription's, else the customer's. */
export function methodFor(world: World, invoice: Stripe.Invoice): Stripe.PaymentMethod | null {
  const subscription = subscriptionOf(world, invoice);
  const customer = customerOf(world, invoice);
  const chosen =
    invoice.default_payment_method ??
    subscription?.default_payment_method ??
    customer?.invoice_settings.default_payment_method ??
    null;
  return chosen === null ? null : (world.paymentMethods.get(idOf(chosen)) ?? null);
}

export function intentOf(world: World, invoice: Stripe.Invoice): Stripe.PaymentIntent | null {
  const of = invoice.payments?.data.find(({ status }) => status !== 'canceled')?.payment.payment_intent;
  return (of && world.paymentIntents.get(idOf(of))) || null;
}

/** Charges it, on the customer's behalf or while the customer is there. */
export function attempt(
  world: World,
  invoice: Stripe.Invoice,
  { method = methodFor(world, invoice), isOffSession = true, isAuthenticated = false }: AttemptOptions = {},
): Outcome {
  const intent = intentOf(world, invoice);
  const at = world.now(invoice);
  if (!intent) throw new Error(`${invoice.id} has nothing to be paid.`);
  const outcome = charge(world, intent, { method, isOffSession, isAuthenticated });
  invoice.attempted = true;
  invoice.attempt_count += 1;
  if (outcome.kind === 'succeeded') {
    markPaid(world, invoice);
    return outcome;
  }
  planNextAttempt(world, invoice, at);
  if (outcome.kind === 'requires_action') world.record('invoice.payment_action_required', invoice, at);
  world.record('invoice.payment_failed', invoice, at);
  world.reactions.paymentFailed(invoice);
  return outcome;
}

interface AttemptOptions {
  readonly method?: Stripe.PaymentMethod | null;
  readonly isOffSession?: boolean;
  readonly isAuthenticated?: boolean;
}

/** Only what a subscription owes after it has begun is tried again. */
function planNextAttempt(world: World, invoice: Stripe.Invoice, at: number): void {
  const isRetried = invoice.billing_reason !== 'subscription_create' && invoice.auto_advance === true;
  const days = isRetried ? world.options.dunning.retryAfterDays[invoice.attempt_count - 1] : undefined;
  invoice.next_payment_attempt = days === undefined ? null : at + days * DAY_S;
  world.record('invoice.updated', invoice, at);
}

export function markPaid(world: World, invoice: Stripe.Invoice, { isOutside = false } = {}): void {
  const at = world.now(invoice);
  const payment = invoice.payments?.data.find(({ status }) => status === 'open');
  invoice.status = 'paid';
  invoice.attempted = true;
  invoice.auto_advance = false;
  invoice.amount_paid = invoice.amount_due;
  invoice.amount_remaining = 0;
  invoice.next_payment_attempt = null;
  invoice.status_transitions.paid_at = at;
  if (isOutside) {
    invoice.amount_paid_off_stripe = invoice.amount_due;
    cancelIntent(world, invoice, 'void_invoice');
  }
  if (payment && !isOutside) {
    payment.status = 'paid';
    payment.amount_paid = invoice.amount_due;
    payment.status_transitions.paid_at = at;
    world.record('invoice_payment.paid', payment, at);
  }
  const customer = customerOf(world, invoice);
  if (customer) customer.delinquent = false;
  world.record('invoice.updated', invoice, at);
  world.record('invoice.paid', invoice, at);
  world.record('invoice.payment_succeeded', invoice, at);
  world.reactions.paid(invoice);
}

export function cancelIntent(
  world: World,
  invoice: Stripe.Invoice,
  reason: Stripe.PaymentIntent.CancellationReason,
): void {
  const intent = intentOf(world, invoice);
  const payment = invoice.payments?.data.find(({ status }) => status === 'open');
  if (!intent || intent.status === 'succeeded') return;
  const at = world.now(invoice);
  intent.status = 'canceled';
  intent.canceled_at = at;
  intent.cancellation_reason = reason;
  intent.next_action = null;
  if (payment) {
    payment.status = 'canceled';
    payment.status_transitions.canceled_at = at;
  }
  world.record('payment_intent.canceled', intent, at);
}

export function voidInvoice(world: World, invoice: Stripe.Invoice): void {
  const at = world.now(invoice);
  cancelIntent(world, invoice, 'void_invoice');
  const customer = customerOf(world, invoice);
  // What its finalization took from the balance or added to it is undone.
  if (customer && invoice.ending_balance !== null)
    customer.balance += invoice.starting_balance - invoice.ending_balance;
  invoice.status = 'void';
  invoice.auto_advance = false;
  invoice.next_payment_attempt = null;
  invoice.status_transitions.voided_at = at;
  world.record('invoice.voided', invoice, at);
}
