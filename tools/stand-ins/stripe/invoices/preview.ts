/** The invoice that would come: the next one, or the one of a change. https://docs.stripe.com/api/invoices/create_preview */
import type { Stripe } from 'stripe';
import { invalid, Refusal } from '../protocol/refusal.ts';
import { route } from '../protocol/routes.ts';
import { planChange, type Change } from '../subscriptions/change.ts';
import { invoiceAtOnce } from '../subscriptions/change-invoice.ts';
import { composeSubscription } from '../subscriptions/create.ts';
import { composeRenewal, nextEnd } from '../subscriptions/renew.ts';
import { get, idOf, type World } from '../world/world.ts';
import { invoiceItemLine } from './lines.ts';
import { addUp } from './totals.ts';

type Params = Stripe.InvoiceCreatePreviewParams;

export const previewRoutes = [route('POST /v1/invoices/create_preview', createPreview)];

function createPreview(world: World, params: Params): Stripe.Invoice {
  const invoice =
    params.subscription === undefined ? ofNew(world, params) : ofKnown(world, params.subscription, params);
  const id = world.nextId('upcoming_in');
  invoice.id = id;
  invoice.lines.url = `/v1/invoices/${id}/lines`;
  for (const line of invoice.lines.data) line.invoice = id;
  return invoice;
}

/** Of a subscription that is not there yet. */
function ofNew(world: World, params: Params): Stripe.Invoice {
  const { customer, subscription_details: details } = params;
  if (customer === undefined)
    throw invalid('You must provide one of `customer` or `subscription`.', {
      code: 'parameter_missing',
      param: 'customer',
    });
  if (!details?.items) throw noneUpcoming(customer);
  const items = details.items.map(({ price, quantity }) => ({
    ...(price !== undefined && { price }),
    ...(quantity !== undefined && { quantity }),
  }));
  const anchor = details.billing_cycle_anchor?.timestamp;
  const { invoice } = composeSubscription(world, get(world.customers, 'customer', customer, 'customer'), {
    items,
    ...(anchor !== undefined && { billing_cycle_anchor: anchor }),
    ...(details.proration_behavior && { proration_behavior: details.proration_behavior }),
    ...(details.trial_end !== undefined && { trial_end: details.trial_end }),
    ...(params.automatic_tax && { automatic_tax: { enabled: params.automatic_tax.enabled } }),
    ...(params.discounts && { discounts: params.discounts }),
  });
  if (!invoice) throw noneUpcoming(customer);
  return invoice;
}

function ofKnown(world: World, id: string, params: Params): Stripe.Invoice {
  const subscription = get(world.subscriptions, 'subscription', id, 'subscription');
  const customer = idOf(subscription.customer);
  if (params.customer !== undefined && params.customer !== customer)
    throw invalid('The subscription does not belong to the customer.', { param: 'subscription' });
  if (subscription.ended_at !== null) throw noneUpcoming(customer);
  const details = params.subscription_details ?? {};
  const { items, proration_behavior: behavior, proration_date: date, billing_cycle_anchor: anchor } = details;
  const change = planChange(world, subscription, {
    ...(items && { items }),
    ...(behavior && { proration_behavior: behavior }),
    ...(date !== undefined && { proration_date: date }),
    ...(anchor && { billing_cycle_anchor: anchor }),
    ...(details.trial_end !== undefined && { trial_end: details.trial_end }),
  });
  const ends = details.cancel_at_period_end ?? subscription.cancel_at_period_end;
  if (params.preview_mode === 'recurring') return recurring(world, change);
  if (change.startsPeriod || behavior === 'always_invoice') {
    const invoice = invoiceAtOnce(world, change, date);
    if (invoice) return invoice;
  }
  if (ends) throw noneUpcoming(customer);
  return withNextPeriod(world, change);
}

/** Prorations wait for the end of the period, and are on the invoice of the next. */
function withNextPeriod(world: World, change: Change): Stripe.Invoice {
  const { after, prorations } = change;
  const end = nextEnd(after);
  if (end === null) throw noneUpcoming(idOf(after.customer));
  const invoice = composeRenewal(world, after, end, 'upcoming');
  invoice.lines.data.unshift(...prorations.map((item) => invoiceItemLine(world, item)));
  addUp(world, invoice);
  return invoice;
}

/** What a period costs, without anything that is asked for once. */
function recurring(world: World, change: Change): Stripe.Invoice {
  const invoice = withNextPeriod(world, { ...change, prorations: [] });
  invoice.lines.data = invoice.lines.data.filter(
    ({ parent }) => parent?.subscription_item_details?.invoice_item === null,
  );
  addUp(world, invoice);
  return invoice;
}

function noneUpcoming(customer: string): Refusal {
  const message = `No upcoming invoices for customer: ${customer}`;
  return new Refusal(404, { type: 'invalid_request_error', code: 'invoice_upcoming_none', message });
}
