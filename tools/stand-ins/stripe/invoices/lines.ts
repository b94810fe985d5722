import { Stripe } from 'stripe';
import { usageOf } from '../meters/usage.ts';
import { changedMetadata, idOf, type World } from '../world/world.ts';
import { money } from '../pages/html.ts';
import { amountOf } from './amounts.ts';

export interface Period {
  readonly start: number;
  readonly end: number;
}

/** For a whole period of something licensed, which is paid in advance. */
export function licensedLine(
  world: World,
  subscription: Stripe.Subscription,
  item: Stripe.SubscriptionItem,
  period: Period,
): Stripe.InvoiceLineItem {
  const quantity = item.quantity ?? 1;
  const amount = amountOf(item.price, quantity);
  const description = describedBy(world, item.price, quantity);
  return lineOf(world, { subscription, item, amount, quantity, description, period });
}

/** For the time of a trial: nothing. */
export function trialLine(
  world: World,
  subscription: Stripe.Subscription,
  item: Stripe.SubscriptionItem,
  period: Period,
): Stripe.InvoiceLineItem {
  const description = `Trial period for ${nameOf(world, item.price)}`;
  return lineOf(world, { subscription, item, amount: 0, quantity: item.quantity ?? 1, description, period });
}

/** For a period that is over of something metered, which is paid afterwards. */
export function meteredLine(
  world: World,
  subscription: Stripe.Subscription,
  item: Stripe.SubscriptionItem,
  period: Period,
): Stripe.InvoiceLineItem {
  const quantity = usageOf(world, item.price.recurring?.meter ?? '', idOf(subscription.customer), period);
  const amount = amountOf(item.price, quantity);
  const description = describedBy(world, item.price, quantity);
  return lineOf(world, { subscription, item, amount, quantity, description, period });
}

interface Line {
  readonly subscription: Stripe.Subscription;
  readonly item: Stripe.SubscriptionItem;
  readonly amount: number;
  readonly quantity: number;
  readonly description: string;
  readonly period: Period;
}

function lineOf(world: World, { subscription, item, amount, quantity, description, period }: Line) {
  return newLine(world, {
    amount,
    currency: subscription.currency,
    description,
    discountable: true,
    metadata: subscription.metadata,
    parent: {
      invoice_item_details: null,
      subscription_item_details: {
        invoice_item: null,
        proration: false,
        proration_details: { credited_items: null },
        subscription: subscription.id,
        subscription_item: item.id,
      },
      type: 'subscription_item_details',
    },
    period,
    price: item.price,
    quantity,
    subscription: subscription.id,
  });
}

/** Something that waited for the next invoice: a proration, or an amount somebody added. */
export function invoiceItemLine(world: World, item: Stripe.InvoiceItem): Stripe.InvoiceLineItem {
  const details = item.parent?.subscription_details;
  const prorationDetails = { credited_items: null };
  const priceId = item.pricing?.price_details?.price;
  return newLine(world, {
    amount: item.amount,
    currency: item.currency,
    description: item.description,
    discountable: item.discountable,
    metadata: item.metadata ?? {},
    parent: details?.subscription_item
      ? {
          invoice_item_details: null,
          subscription_item_details: {
            invoice_item: item.id,
            proration: item.proration,
            proration_details: prorationDetails,
            subscription: details.subscription,
            subscription_item: details.subscription_item,
          },
          type: 'subscription_item_details',
        }
      : {
          invoice_item_details: {
            invoice_item: item.id,
            proration: item.proration,
            proration_details: prorationDetails,
            subscription: details?.subscription ?? null,
          },
          subscription_item_details: null,
          type: 'invoice_item_details',
        },
    period: item.period,
    price: (priceId && world.prices.get(idOf(priceId))) || null,
    quantity: item.quantity,
    subscription: details?.subscription ?? null,
  });
}

interface NewLine {
  readonly amount: number;
  readonly currency: string;
  readonly description: string | null;
  readonly discountable: boolean;
  readonly metadata: Stripe.Metadata;
  readonly parent: Stripe.InvoiceLineItem.Parent;
  readonly period: Period;
  readonly price: Stripe.Price | null;
  readonly quantity: number;
  readonly subscription: string | null;
}

function newLine(world: World, { price, ...line }: NewLine): Stripe.InvoiceLineItem {
  return {
    ...line,
    id: world.nextId('il'),
    object: 'line_item',
    discount_amounts: [],
    discounts: [],
    invoice: null,
    livemode: false,
    metadata: changedMetadata(line.metadata, undefined),
    period: { ...line.period },
    pretax_credit_amounts: [],
    pricing: price && {
      price_details: { price: price.id, product: idOf(price.product) },
      type: 'price_details',
      unit_amount_decimal: price.unit_amount_decimal,
    },
    quantity_decimal: Stripe.Decimal.from(line.quantity),
    subtotal: line.amount,
    taxes: [],
  };
}

export function nameOf(world: World, price: Stripe.Price): string {
  return world.products.get(idOf(price.product))?.name ?? price.nickname ?? price.id;
}

/** A price of tiers has no amount of its own to name. */
export function describedBy(world: World, price: Stripe.Price, quantity: number): string {
  const { unit_amount_decimal: unit, currency, recurring } = price;
  const what = `${quantity} × ${nameOf(world, price)}`;
  if (!unit) return what;
  const amount = money(unit.toNumber(), currency);
  return `${what} (at ${recurring ? `${amount} / ${recurring.interval}` : amount})`;
}
