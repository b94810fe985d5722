import { Stripe } from 'stripe';
import { fixCurrency } from '../customers/currency.ts';
import { pageOf } from '../protocol/page.ts';
import { invalid } from '../protocol/refusal.ts';
import { route } from '../protocol/routes.ts';
import { changedMetadata, get, idOf, type World } from '../world/world.ts';
import { amountOf } from './amounts.ts';
import { invoiceItemLine, nameOf } from './lines.ts';
import { keepItem } from './pending.ts';
import { addUp } from './totals.ts';

export const invoiceItemRoutes = [
  route('POST /v1/invoiceitems', createItem),
  route('GET /v1/invoiceitems/{id}', (world, _: object, id) => get(world.invoiceItems, 'invoiceitem', id)),
  route('DELETE /v1/invoiceitems/{id}', (world, _: object, id = ''): Stripe.DeletedInvoiceItem => {
    const item = get(world.invoiceItems, 'invoiceitem', id);
    if (item.invoice !== null && world.invoices.get(idOf(item.invoice))?.status !== 'draft')
      throw invalid('This invoice item is on an invoice that is no draft any more.', { code: 'invoice_not_editable' });
    world.invoiceItems.delete(id);
    world.record('invoiceitem.deleted', item, world.now(item));
    return { id, object: 'invoiceitem', deleted: true };
  }),
  route('GET /v1/invoiceitems', (world, params: Stripe.InvoiceItemListParams) => {
    const { customer, invoice, pending } = params;
    const all = world.invoiceItems
      .among(customer)
      .filter(
        (item) =>
          (invoice === undefined || item.invoice === invoice) &&
          (pending === undefined || (item.invoice === null) === pending),
      );
    return pageOf(all, '/v1/invoiceitems', params);
  }),
];

function createItem(world: World, params: Stripe.InvoiceItemCreateParams): Stripe.InvoiceItem {
  if (params.customer === undefined)
    throw invalid('Missing required param: customer.', { code: 'parameter_missing', param: 'customer' });
  const customer = get(world.customers, 'customer', params.customer, 'customer');
  const price =
    params.pricing?.price === undefined ? null : get(world.prices, 'price', params.pricing.price, 'pricing[price]');
  const quantity = params.quantity ?? 1;
  const amount = params.amount ?? (price ? amountOf(price, quantity) : undefined);
  if (amount === undefined)
    throw invalid('Missing required param: amount.', { code: 'parameter_missing', param: 'amount' });
  const currency = (params.currency ?? price?.currency ?? customer.currency ?? 'usd').toLowerCase();
  const invoice = params.invoice === undefined ? null : get(world.invoices, 'invoice', params.invoice, 'invoice');
  if (invoice && invoice.status !== 'draft')
    throw invalid('The specified invoice is no draft any more.', { code: 'invoice_not_editable', param: 'invoice' });
  if (params.subscription !== undefined) get(world.subscriptions, 'subscription', params.subscription, 'subscription');
  fixCurrency(customer, currency);
  const at = world.now(customer);
  const item = keepItem(world, {
    id: world.nextId('ii'),
    object: 'invoiceitem',
    amount,
    currency,
    customer: customer.id,
    customer_account: null,
    date: at,
    description: params.description ?? (price ? nameOf(world, price) : null),
    discountable: params.discountable ?? true,
    discounts: [],
    invoice: invoice?.id ?? null,
    livemode: false,
    metadata: changedMetadata(null, params.metadata),
    parent:
      params.subscription === undefined
        ? null
        : { subscription_details: { subscription: params.subscription }, type: 'subscription_details' },
    period: { start: params.period?.start ?? at, end: params.period?.end ?? at },
    pricing: price && {
      price_details: { price: price.id, product: idOf(price.product) },
      type: 'price_details',
      unit_amount_decimal: price.unit_amount_decimal,
    },
    proration: false,
    quantity,
    quantity_decimal: Stripe.Decimal.from(quantity),
    tax_rates: [],
    test_clock: customer.test_clock ?? null,
  });
  if (invoice) {
    invoice.lines.data.push({ ...invoiceItemLine(world, item), invoice: invoice.id });
    addUp(world, invoice);
    world.record('invoice.updated', invoice, at);
  }
  return item;
}
