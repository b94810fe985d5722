/** Invoice items: what waits for the next invoice of a customer. */
import { Stripe } from 'stripe';
import { idOf, type World } from '../world/world.ts';
import { invoiceItemLine, type Period } from './lines.ts';

export interface Proration {
  readonly subscription: Stripe.Subscription;
  readonly item: Stripe.SubscriptionItem;
  readonly price: Stripe.Price;
  readonly quantity: number;
  readonly amount: number;
  readonly description: string;
  readonly period: Period;
  readonly at: number;
  /** False for usage that is billed before its period is over. */
  readonly isProration?: boolean;
}

/** Not kept yet. */
export function prorationItem(world: World, proration: Proration): Stripe.InvoiceItem {
  const { subscription, item, price, quantity, amount, description, period, at, isProration = true } = proration;
  return {
    id: world.nextId('ii'),
    object: 'invoiceitem',
    amount,
    currency: subscription.currency,
    customer: idOf(subscription.customer),
    customer_account: null,
    date: at,
    description,
    discountable: !isProration,
    discounts: [],
    invoice: null,
    livemode: false,
    metadata: {},
    net_amount: amount,
    parent: {
      subscription_details: { subscription: subscription.id, subscription_item: item.id },
      type: 'subscription_details',
    },
    period: { ...period },
    pricing: {
      price_details: { price: price.id, product: idOf(price.product) },
      type: 'price_details',
      unit_amount_decimal: price.unit_amount_decimal,
    },
    proration: isProration,
    quantity,
    quantity_decimal: Stripe.Decimal.from(quantity),
    tax_rates: [],
    test_clock: subscription.test_clock,
  };
}

export function addProration(world: World, proration: Proration): Stripe.InvoiceItem {
  return keepItem(world, prorationItem(world, proration));
}

export function keepItem(world: World, item: Stripe.InvoiceItem): Stripe.InvoiceItem {
  world.invoiceItems.set(item.id, item);
  world.record('invoiceitem.created', item, item.date);
  return item;
}

/** What waits for this subscription, or for nobody's in particular. */
export function pendingItems(world: World, subscription: Stripe.Subscription): readonly Stripe.InvoiceItem[] {
  return world.invoiceItems.of(idOf(subscription.customer)).filter((item) => {
    const of = item.parent?.subscription_details?.subscription ?? null;
    const isOwn = of === null ? item.customer === subscription.customer : of === subscription.id;
    return isOwn && item.invoice === null && item.currency === subscription.currency;
  });
}

export function pendingLines(world: World, subscription: Stripe.Subscription): Stripe.InvoiceLineItem[] {
  return pendingItems(world, subscription).map((item) => invoiceItemLine(world, item));
}
