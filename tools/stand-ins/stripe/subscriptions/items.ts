import type { Stripe } from 'stripe';
import { newPrice } from '../catalog/new-price.ts';
import { invalid } from '../protocol/refusal.ts';
import { changedMetadata, get, idOf, type World } from '../world/world.ts';

interface WantedPrice {
  readonly price?: string;
  readonly price_data?: Stripe.SubscriptionCreateParams.Item.PriceData;
}

/** A recurring price that can be subscribed to. */
export function priceOf(world: World, { price: id, price_data: data }: WantedPrice, param: string): Stripe.Price {
  if (data) {
    get(world.products, 'product', data.product, `${param}[price_data][product]`);
    const { product, ...price } = data;
    return newPrice(world, price, product);
  }
  if (id === undefined)
    throw invalid(`Missing required param: ${param}[price].`, { code: 'parameter_missing', param: `${param}[price]` });
  const price = get(world.prices, 'price', id, `${param}[price]`);
  if (!price.active) throw invalid('The price specified is inactive. This field only accepts active prices.');
  if (!price.recurring)
    throw invalid(
      `The price specified is set to \`type=one_time\` but this field only accepts prices with \`type=recurring\`.`,
      { param: `${param}[price]` },
    );
  if (world.products.get(idOf(price.product))?.active === false)
    throw invalid('The product specified is inactive.', { code: 'product_inactive', param: `${param}[price]` });
  return price;
}

export function recurringOf(price: Stripe.Price): Stripe.Price.Recurring {
  if (!price.recurring) throw new Error(`${price.id} is not recurring.`);
  return price.recurring;
}

export function isMetered(item: { readonly price: Stripe.Price }): boolean {
  return item.price.recurring?.usage_type === 'metered';
}

export function checkQuantity(price: Stripe.Price, quantity: number | undefined, param: string): void {
  if (quantity === undefined) return;
  if (isMetered({ price }))
    throw invalid('Quantity should not be specified where usage_type is `metered`.', { param: `${param}[quantity]` });
  if (quantity < 0)
    throw invalid('Invalid non-negative integer', { code: 'parameter_invalid_integer', param: `${param}[quantity]` });
}

export interface NewItem {
  readonly subscription: string;
  readonly price: Stripe.Price;
  readonly quantity: number | undefined;
  readonly metadata: Stripe.MetadataParam | undefined;
  readonly at: number;
  readonly period: { readonly start: number; readonly end: number };
}

export function newItem(world: World, wanted: NewItem): Stripe.SubscriptionItem {
  const { price } = wanted;
  return {
    id: world.nextId('si', 14),
    object: 'subscription_item',
    billing_thresholds: null,
    created: wanted.at,
    current_period_end: wanted.period.end,
    current_period_start: wanted.period.start,
    current_trial: null,
    discounts: [],
    metadata: changedMetadata(null, wanted.metadata),
    plan: planOf(price),
    price,
    ...(!isMetered({ price }) && { quantity: wanted.quantity ?? 1 }),
    subscription: wanted.subscription,
    tax_rates: [],
  };
}

/** The older way to show a price. */
export function planOf(price: Stripe.Price): Stripe.Plan {
  const recurring = recurringOf(price);
  return {
    id: price.id,
    object: 'plan',
    active: price.active,
    amount: price.unit_amount,
    amount_decimal: price.unit_amount_decimal,
    billing_scheme: price.billing_scheme,
    created: price.created,
    currency: price.currency,
    interval: recurring.interval,
    interval_count: recurring.interval_count,
    livemode: false,
    metadata: price.metadata,
    meter: recurring.meter,
    nickname: price.nickname,
    product: price.product,
    tiers_mode: price.tiers_mode,
    transform_usage: price.transform_quantity,
    trial_period_days: recurring.trial_period_days,
    usage_type: recurring.usage_type,
  };
}
