import type { Stripe } from 'stripe';
import { pageOf } from '../protocol/page.ts';
import { declined, invalid, Refusal } from '../protocol/refusal.ts';
import { route } from '../protocol/routes.ts';
import { changedMetadata, get, type World } from '../world/world.ts';
import { finalize } from './finalize.ts';
import { subscriptionOf } from './new-invoice.ts';
import { attempt, intentOf, markPaid, methodFor, voidInvoice } from './pay.ts';

export const invoiceRoutes = [
  route('GET /v1/invoices/{id}', (world, _: object, id) => get(world.invoices, 'invoice', id)),
  route('POST /v1/invoices/{id}', updateInvoice),
  route('DELETE /v1/invoices/{id}', deleteInvoice),
  route('GET /v1/invoices', listInvoices),
  route('GET /v1/invoices/{id}/lines', (world, params: Stripe.InvoiceListLineItemsParams, id) => {
    const { lines } = get(world.invoices, 'invoice', id);
    // Lines come in the order of the invoice, not the newest first.
    return pageOf(lines.data.toReversed(), lines.url, params);
  }),
  route('POST /v1/invoices/{id}/finalize', finalizeInvoice),
  route('POST /v1/invoices/{id}/pay', payInvoice),
  route('POST /v1/invoices/{id}/send', sendInvoice),
  route('POST /v1/invoices/{id}/void', (world, _: object, id) => {
    const invoice = inState(world, id, ['open', 'uncollectible'], 'void');
    voidInvoice(world, invoice);
    return invoice;
  }),
  route('POST /v1/invoices/{id}/mark_uncollectible', (world, _: object, id) => {
    const invoice = inState(world, id, ['open'], 'mark as uncollectible');
    invoice.status = 'uncollectible';
    invoice.auto_advance = false;
    invoice.next_payment_attempt = null;
    invoice.status_transitions.marked_uncollectible_at = world.now(invoice);
    world.record('invoice.marked_uncollectible', invoice, world.now(invoice));
    return invoice;
  }),
  route('GET /v1/invoice_payments', (world, params: Stripe.InvoicePaymentListParams) => {
    const { invoice, status: wanted } = params;
    const all = [...world.invoices.values()]
      .filter(({ id }) => invoice === undefined || id === invoice)
      .flatMap(({ payments }) => payments?.data ?? [])
      .filter(({ status }) => wanted === undefined || status === wanted);
    return pageOf(all, '/v1/invoice_payments', params);
  }),
];

function inState(world: World, id: string | undefined, states: readonly string[], verb: string): Stripe.Invoice {
  const invoice = get(world.invoices, 'invoice', id ?? '');
  if (invoice.status !== null && states.includes(invoice.status)) return invoice;
  throw invalid(`You can only ${verb} an invoice that is ${states.join(' or ')}; this one is ${invoice.status}.`, {
    code: 'status_transition_invalid',
  });
}

function finalizeInvoice(world: World, params: Stripe.InvoiceFinalizeInvoiceParams, id = ''): Stripe.Invoice {
  const invoice = get(world.invoices, 'invoice', id);
  if (params.auto_advance !== undefined) invoice.auto_advance = params.auto_advance;
  finalize(world, invoice);
  return invoice;
}

function payInvoice(world: World, params: Stripe.InvoicePayParams, id = ''): Stripe.Invoice {
  const invoice = get(world.invoices, 'invoice', id);
  if (invoice.status === 'paid') throw invalid('Invoice is already paid');
  if (invoice.status === 'void') throw invalid('This invoice is voided and cannot be paid.');
  if (invoice.status === 'draft') finalize(world, invoice);
  if ((invoice.status as string) === 'paid') return invoice; // there was nothing to be paid
  if (params.paid_out_of_band) {
    markPaid(world, invoice, { isOutside: true });
    return invoice;
  }
  const chosen = params.payment_method;
  const method =
    chosen === undefined
      ? methodFor(world, invoice)
      : get(world.paymentMethods, 'PaymentMethod', chosen, 'payment_method');
  if (!method)
    throw invalid(
      'There is no `default_payment_method` set on this Customer or Invoice. Please attach a payment method.',
      {
        code: 'resource_missing',
      },
    );
  const outcome = attempt(world, invoice, { method, isOffSession: params.off_session ?? true });
  const intent = intentOf(world, invoice) ?? undefined;
  if (outcome.kind === 'declined') throw declined(outcome.decline, { payment_intent: intent, payment_method: method });
  if (outcome.kind === 'requires_action')
    throw new Refusal(402, {
      type: 'card_error',
      code: 'invoice_payment_intent_requires_action',
      message:
        'This payment requires additional user action before it can be completed successfully. Payment can be ' +
        'completed using the `PaymentIntent` associated with the invoice.',
      payment_intent: intent,
    });
  return invoice;
}

function sendInvoice(world: World, _: object, id = ''): Stripe.Invoice {
  const invoice = get(world.invoices, 'invoice', id);
  if (invoice.status === 'draft') finalize(world, invoice);
  if (invoice.collection_method !== 'send_invoice')
    throw invalid('You can only manually send an invoice if its collection method is `send_invoice`.');
  world.record('invoice.sent', invoice, world.now(invoice));
  return invoice;
}

function updateInvoice(world: World, params: Stripe.InvoiceUpdateParams, id = ''): Stripe.Invoice {
  const invoice = get(world.invoices, 'invoice', id);
  const isOnlyForDrafts = params.collection_method !== undefined || params.days_until_due !== undefined;
  if (isOnlyForDrafts && invoice.status !== 'draft')
    throw invalid('Finalized invoices cannot be updated in this way.', { code: 'invoice_not_editable' });
  invoice.auto_advance = params.auto_advance ?? invoice.auto_advance ?? false;
  if (params.auto_advance === false) invoice.automatically_finalizes_at = null;
  invoice.description = params.description ?? invoice.description;
  invoice.metadata = changedMetadata(invoice.metadata, params.metadata);
  invoice.collection_method = params.collection_method ?? invoice.collection_method;
  if (params.days_until_due !== undefined) invoice.due_date = invoice.created + params.days_until_due * 86_400;
  if (params.default_payment_method !== undefined)
    invoice.default_payment_method = get(
      world.paymentMethods,
      'PaymentMethod',
      params.default_payment_method,
      'default_payment_method',
    ).id;
  world.record('invoice.updated', invoice, world.now(invoice));
  return invoice;
}

function deleteInvoice(world: World, _: object, id = ''): Stripe.DeletedInvoice {
  const invoice = inState(world, id, ['draft'], 'delete');
  if (subscriptionOf(world, invoice))
    throw invalid('You can only delete draft invoices that are not of a subscription.', {
      code: 'invoice_not_editable',
    });
  world.invoices.delete(id);
  for (const item of world.invoiceItems.values()) if (item.invoice === id) item.invoice = null;
  world.record('invoice.deleted', invoice, world.now(invoice));
  return { id, object: 'invoice', deleted: true };
}

function listInvoices(world: World, params: Stripe.InvoiceListParams): Stripe.ApiList<Stripe.Invoice> {
  const { customer, subscription, status, collection_method: method } = params;
  const all = world.invoices.among(customer).filter((invoice) => {
    const of = subscriptionOf(world, invoice)?.id;
    return (
      (customer !== undefined || !invoice.test_clock || subscription !== undefined) &&
      (subscription === undefined || of === subscription) &&
      (status === undefined || invoice.status === status) &&
      (method === undefined || invoice.collection_method === method)
    );
  });
  return pageOf(all, '/v1/invoices', params);
}
