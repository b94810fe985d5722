import type { Stripe } from 'stripe';
import type {
  CustomerState,
  FetchedItem,
  FetchedInvoice,
  FetchedInvoiceLine,
  FetchedSubscription,
  InvoiceAmounts,
  PaymentMethod,
  ScheduledPrices,
} from '../../ports/payments.ts';
import { isMissing } from './stripe-client.ts';

const page = 100;

/** Three or four questions, more where there is more than a page. Throws Stripe's own errors. */
export async function stateOfCustomer(stripe: Stripe, customerId: string): Promise<CustomerState | null> {
  const customer = await stripe.customers.retrieve(customerId).catch((error: unknown) => {
    if (isMissing(error)) return null;
    throw error;
  });
  if (!customer || customer.deleted) return null;
  const subscriptions: FetchedSubscription[] = [];
  const invoices: FetchedInvoice[] = [];
  const expand = ['data.default_payment_method', 'data.schedule'];
  for await (const each of stripe.subscriptions.list({ customer: customerId, status: 'all', limit: page, expand }))
    subscriptions.push(subscriptionOf(each));
  for await (const each of stripe.invoices.list({ customer: customerId, limit: page }))
    invoices.push(invoiceOf(each, await linesOf(stripe, each)));
  const live = subscriptions.find(({ endedAt, paymentMethod }) => endedAt === null && paymentMethod !== null);
  const paymentMethod = live?.paymentMethod ?? (await defaultMethodOf(stripe, customer));
  return { paymentMethod, subscriptions, invoices };
}

async function defaultMethodOf(
  stripe: Stripe,
  { invoice_settings: { default_payment_method: method } }: Stripe.Customer,
): Promise<PaymentMethod | null> {
  return methodOf(typeof method === 'string' ? await stripe.paymentMethods.retrieve(method) : method);
}

export function amountsOf(
  { currency, subtotal, total, total_taxes: taxes, amount_due: amountDue }: Stripe.Invoice,
  lines: readonly Stripe.InvoiceLineItem[],
): InvoiceAmounts {
  const tax = (taxes ?? []).reduce((sum, { amount }) => sum + amount, 0);
  return { currency: currency.toUpperCase(), subtotal, tax, total, amountDue, lines: lines.map(lineOf) };
}

/** An invoice brings along its first lines only. */
export async function linesOf(
  stripe: Stripe,
  { id, lines }: Stripe.Invoice,
): Promise<readonly Stripe.InvoiceLineItem[]> {
  if (!lines.has_more) return lines.data;
  const all: Stripe.InvoiceLineItem[] = [];
  for await (const line of stripe.invoices.listLineItems(id, { limit: page })) all.push(line);
  return all;
}

function subscriptionOf(from: Stripe.Subscription): FetchedSubscription {
  const items = from.items.data;
  const [first] = items;
  if (!first) throw new Error(`The subscription ${from.id} has no items.`);
  const base = items.find(({ price }) => !isMetered(price)) ?? first;
  const periodEnd = instant(base.current_period_end);
  return {
    id: from.id,
    status: from.status,
    items: items.map(itemOf),
    currency: from.currency.toUpperCase(),
    amount: base.price.unit_amount === null ? null : base.price.unit_amount * (base.quantity ?? 1),
    anchor: instant(from.billing_cycle_anchor),
    periodStart: instant(base.current_period_start),
    periodEnd,
    trialStart: maybe(from.trial_start),
    trialEnd: maybe(from.trial_end),
    cancelsAt: from.ended_at ? null : (maybe(from.cancel_at) ?? (from.cancel_at_period_end ? periodEnd : null)),
    endedAt: maybe(from.ended_at),
    createdAt: instant(from.created),
    schedule: scheduleOf(from.schedule),
    latestInvoiceId: idOf(from.latest_invoice),
    paymentMethod: methodOf(from.default_payment_method),
  };
}

function itemOf({ id, price, created }: Stripe.SubscriptionItem): FetchedItem {
  return { id, priceId: price.id, isMetered: isMetered(price), since: instant(created) };
}

function isMetered({ recurring }: Stripe.Price): boolean {
  return recurring?.usage_type === 'metered';
}

function scheduleOf(from: Stripe.Subscription['schedule']): FetchedSubscription['schedule'] {
  if (from === null) return null;
  if (typeof from === 'string') throw new Error('The schedule was not expanded.');
  return { id: from.id, next: nextPhaseOf(from) };
}

function nextPhaseOf({ phases, current_phase: current }: Stripe.SubscriptionSchedule): ScheduledPrices | null {
  const next = current && phases.find(({ start_date: start }) => start >= current.end_date);
  if (!next) return null;
  return {
    at: instant(next.start_date),
    priceIds: next.items.map(({ price }) => (typeof price === 'string' ? price : price.id)),
  };
}

function invoiceOf(from: Stripe.Invoice, lines: readonly Stripe.InvoiceLineItem[]): FetchedInvoice {
  return {
    ...amountsOf(from, lines),
    id: from.id,
    subscriptionId: idOf(from.parent?.subscription_details?.subscription ?? null),
    number: from.number,
    status: from.status ?? 'draft',
    amountPaid: from.amount_paid,
    reason: from.billing_reason,
    attempts: from.attempt_count,
    nextAttemptAt: maybe(from.next_payment_attempt),
    periodStart: instant(from.period_start),
    periodEnd: instant(from.period_end),
    createdAt: instant(from.created),
    paidAt: maybe(from.status_transitions.paid_at),
  };
}

function lineOf(from: Stripe.InvoiceLineItem): FetchedInvoiceLine {
  const { parent, pricing } = from;
  const details = parent?.subscription_item_details ?? parent?.invoice_item_details;
  return {
    id: from.id,
    description: from.description ?? '',
    priceId: idOf(pricing?.price_details?.price ?? null),
    quantity: (from.quantity_decimal ?? from.quantity)?.toString() ?? null,
    unitAmount: pricing?.unit_amount_decimal?.toString() ?? null,
    amount: from.amount,
    isProration: details?.proration ?? false,
    periodStart: instant(from.period.start),
    periodEnd: instant(from.period.end),
  };
}

function methodOf(from: string | Stripe.PaymentMethod | null): PaymentMethod | null {
  if (from === null) return null;
  if (typeof from === 'string') throw new Error('The payment method was not expanded.');
  const { card, type, sepa_debit: sepa } = from;
  if (card)
    return {
      brand: card.brand,
      last4: card.last4,
      expMonth: card.exp_month,
      expYear: card.exp_year,
      fingerprint: card.fingerprint ?? null,
    };
  const none = { expMonth: null, expYear: null };
  return { brand: type, last4: sepa?.last4 ?? null, fingerprint: sepa?.fingerprint ?? null, ...none };
}

function idOf(from: string | { id: string } | null): string | null {
  return typeof from === 'string' ? from : (from?.id ?? null);
}

function instant(seconds: number): Date {
  return new Date(seconds * 1_000);
}

function maybe(seconds: number | null): Date | null {
  return seconds === null ? null : instant(seconds);
}
