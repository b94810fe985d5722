import type { Stripe } from 'stripe';
import { invalid } from '../protocol/refusal.ts';
import { route } from '../protocol/routes.ts';
import { changedMetadata, get, type World } from '../world/world.ts';
import { invoiceItemLine } from './lines.ts';
import { composeInvoice, draftUntil, keepInvoice } from './new-invoice.ts';
import { pendingLines } from './pending.ts';

export const invoiceCreationRoutes = [route('POST /v1/invoices', createInvoice)];

/** By hand: what waits for the customer when it is told to take that, else nothing yet. */
function createInvoice(world: World, params: Stripe.InvoiceCreateParams): Stripe.Invoice {
  const {
    customer: customerId,
    subscription: subscriptionId,
    collection_method: method,
    days_until_due: days,
  } = params;
  if (customerId === undefined)
    throw invalid('Missing required param: customer.', { code: 'parameter_missing', param: 'customer' });
  const customer = get(world.customers, 'customer', customerId, 'customer');
  const subscription =
    subscriptionId === undefined ? null : get(world.subscriptions, 'subscription', subscriptionId, 'subscription');
  if (method === 'send_invoice' && days === undefined && params.due_date === undefined)
    throw invalid('Missing required param: days_until_due.', { code: 'parameter_missing', param: 'days_until_due' });
  const at = world.now(customer);
  const includes = params.pending_invoice_items_behavior === 'include' || subscription !== null;
  const currency = (params.currency ?? customer.currency ?? 'usd').toLowerCase();
  const own = world.invoiceItems
    .of(customer.id)
    .filter((item) => item.invoice === null && item.currency === currency && item.parent === null);
  const lines = subscription ? pendingLines(world, subscription) : own.map((item) => invoiceItemLine(world, item));
  const invoice = composeInvoice(world, {
    customer,
    subscription,
    reason: 'manual',
    currency,
    lines: includes ? lines : [],
    at,
    finalizesAt: params.auto_advance ? draftUntil(at) : null,
    period: { start: at, end: at },
    collectionMethod: method ?? 'charge_automatically',
    daysUntilDue: days ?? null,
  });
  invoice.description = params.description ?? null;
  invoice.metadata = changedMetadata(null, params.metadata);
  if (params.due_date !== undefined) invoice.due_date = params.due_date;
  if (params.default_payment_method !== undefined)
    invoice.default_payment_method = get(
      world.paymentMethods,
      'PaymentMethod',
      params.default_payment_method,
      'default_payment_method',
    ).id;
  return keepInvoice(world, invoice);
}
