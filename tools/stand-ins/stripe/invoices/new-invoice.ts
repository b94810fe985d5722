import type { Stripe } from 'stripe';
import { wholeList } from '../protocol/page.ts';
import { idOf, type World } from '../world/world.ts';
import { addUp } from './totals.ts';

export interface NewInvoice {
  readonly customer: Stripe.Customer;
  readonly subscription: Stripe.Subscription | null;
  readonly reason: Stripe.Invoice.BillingReason;
  readonly currency: string;
  readonly lines: readonly Stripe.InvoiceLineItem[];
  readonly at: number;
  /** When it becomes final by itself; null for never. */
  readonly finalizesAt: number | null;
  readonly period: { readonly start: number; readonly end: number };
  readonly collectionMethod?: Stripe.Invoice.CollectionMethod;
  readonly daysUntilDue?: number | null;
  readonly prorationDate?: number;
}

const SPACE_S = 3600;

/** An hour passes before what a renewal asks for is charged. */
export function draftUntil(at: number): number {
  return at + SPACE_S;
}

/** Adds it up, but keeps nothing: a preview is the same as the invoice it shows. */
export function composeInvoice(world: World, wanted: NewInvoice): Stripe.Invoice {
  const { customer, subscription, at, currency } = wanted;
  const id = world.nextId('in');
  const method = wanted.collectionMethod ?? subscription?.collection_method ?? 'charge_automatically';
  const daysUntilDue = wanted.daysUntilDue ?? subscription?.days_until_due ?? 30;
  const invoice: Stripe.Invoice = {
    id,
    object: 'invoice',
    account_country: 'US',
    account_name: 'Stand-in',
    account_tax_ids: null,
    amount_due: 0,
    amount_overpaid: 0,
    amount_paid: 0,
    amount_remaining: 0,
    amount_shipping: 0,
    application: null,
    attempt_count: 0,
    attempted: false,
    auto_advance: wanted.finalizesAt !== null,
    automatic_tax: {
      disabled_reason: null,
      enabled: subscription?.automatic_tax.enabled ?? false,
      liability: subscription?.automatic_tax.enabled ? { type: 'self' } : null,
      provider: subscription?.automatic_tax.enabled ? 'stripe' : null,
      status: null,
    },
    automatically_finalizes_at: wanted.finalizesAt,
    billing_reason: wanted.reason,
    collection_method: method,
    created: at,
    currency,
    custom_fields: null,
    customer: customer.id,
    customer_account: null,
    customer_address: customer.address ?? null,
    customer_email: customer.email,
    customer_name: customer.name ?? null,
    customer_phone: customer.phone ?? null,
    customer_shipping: customer.shipping,
    customer_tax_exempt: customer.tax_exempt ?? 'none',
    customer_tax_ids: [],
    default_payment_method: null,
    default_source: null,
    default_tax_rates: [...(subscription?.default_tax_rates ?? [])],
    description: null,
    discounts: discountsAt(world, customer, subscription, at),
    due_date: method === 'send_invoice' ? at + daysUntilDue * 86_400 : null,
    effective_at: null,
    ending_balance: null,
    footer: customer.invoice_settings.footer,
    from_invoice: null,
    hosted_invoice_url: null,
    invoice_pdf: null,
    issuer: { type: 'self' },
    last_finalization_error: null,
    latest_revision: null,
    lines: wholeList(
      wanted.lines.map((line) => ({ ...line, invoice: id })),
      `/v1/invoices/${id}/lines`,
    ),
    livemode: false,
    metadata: {},
    next_payment_attempt: method === 'charge_automatically' ? wanted.finalizesAt : null,
    number: null,
    on_behalf_of: null,
    parent: subscription && {
      quote_details: null,
      subscription_details: {
        metadata: { ...subscription.metadata },
        subscription: subscription.id,
        ...(wanted.prorationDate !== undefined && { subscription_proration_date: wanted.prorationDate }),
      },
      type: 'subscription_details',
    },
    payment_settings: { default_mandate: null, payment_method_options: null, payment_method_types: null },
    payments: wholeList([], '/v1/invoice_payments'),
    period_end: wanted.period.end,
    period_start: wanted.period.start,
    post_payment_credit_notes_amount: 0,
    pre_payment_credit_notes_amount: 0,
    receipt_number: null,
    rendering: null,
    shipping_cost: null,
    shipping_details: null,
    starting_balance: 0,
    statement_descriptor: null,
    status: 'draft',
    status_transitions: { finalized_at: null, marked_uncollectible_at: null, paid_at: null, voided_at: null },
    subtotal: 0,
    subtotal_excluding_tax: 0,
    test_clock: customer.test_clock ?? null,
    total: 0,
    total_discount_amounts: [],
    total_excluding_tax: 0,
    total_pretax_credit_amounts: [],
    total_taxes: [],
    webhooks_delivered_at: null,
  };
  addUp(world, invoice);
  return invoice;
}

/** Those of the subscription, else of the customer, that have begun and are not over. */
function discountsAt(
  world: World,
  customer: Stripe.Customer,
  subscription: Stripe.Subscription | null,
  at: number,
): string[] {
  const own = (subscription?.discounts ?? []).map(idOf);
  const all = own.length > 0 ? own : customer.discount ? [customer.discount.id] : [];
  return all.filter((id) => {
    const end = world.discounts.get(id)?.end ?? null;
    return end === null || end > at;
  });
}

/** Keeps it; what waited for an invoice of this customer is on it now. */
export function keepInvoice(world: World, invoice: Stripe.Invoice): Stripe.Invoice {
  world.invoices.set(invoice.id, invoice);
  for (const line of invoice.lines.data) {
    const id =
      line.parent?.subscription_item_details?.invoice_item ?? line.parent?.invoice_item_details?.invoice_item ?? null;
    const item = id === null ? undefined : world.invoiceItems.get(id);
    if (item) item.invoice = invoice.id;
  }
  const subscription = subscriptionOf(world, invoice);
  if (subscription) subscription.latest_invoice = invoice.id;
  world.record('invoice.created', invoice, invoice.created);
  return invoice;
}

export function subscriptionOf(world: World, invoice: Stripe.Invoice): Stripe.Subscription | null {
  const of = invoice.parent?.subscription_details?.subscription;
  return (of && world.subscriptions.get(idOf(of))) || null;
}

export function customerOf(world: World, invoice: Stripe.Invoice): Stripe.Customer | null {
  return world.customers.get(idOf(invoice.customer ?? '')) ?? null;
}
