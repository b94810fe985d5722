import { Stripe } from 'stripe';
import { invalid } from '../protocol/refusal.ts';
import { changedMetadata, get, type World } from '../world/world.ts';
import { checkCurrency } from './currencies.ts';

export function newPrice(world: World, params: Stripe.PriceCreateParams, product: string): Stripe.Price {
  const at = world.now();
  checkCurrency(params.currency);
  const tiers = tiersOf(params);
  const amount = tiers ? null : amountOf(params);
  const recurring = params.recurring ? recurringOf(world, params.recurring) : null;
  if (params.lookup_key !== undefined) releaseLookupKey(world, params.lookup_key, params.transfer_lookup_key ?? false);
  const price: Stripe.Price = {
    id: world.nextId('price'),
    object: 'price',
    active: params.active ?? true,
    billing_scheme: params.billing_scheme ?? 'per_unit',
    created: at,
    currency: params.currency.toLowerCase(),
    custom_unit_amount: null,
    livemode: false,
    lookup_key: params.lookup_key ?? null,
    metadata: changedMetadata(null, params.metadata),
    nickname: params.nickname ?? null,
    product,
    recurring,
    tax_behavior: params.tax_behavior ?? 'unspecified',
    ...(tiers && { tiers }),
    tiers_mode: params.tiers_mode ?? null,
    transform_quantity: params.transform_quantity ?? null,
    type: recurring ? 'recurring' : 'one_time',
    unit_amount: amount && isWhole(amount) ? amount.toNumber() : null,
    unit_amount_decimal: amount,
  };
  world.prices.set(price.id, price);
  world.record('price.created', price, at);
  return price;
}

function amountOf({ unit_amount: whole, unit_amount_decimal: decimal }: Stripe.PriceCreateParams): Stripe.Decimal {
  if (whole !== undefined && decimal !== undefined)
    throw invalid('You may only specify one of these parameters: unit_amount, unit_amount_decimal.', {
      code: 'parameters_exclusive',
    });
  if (whole === undefined && decimal === undefined)
    throw invalid('Prices require an `unit_amount` or `unit_amount_decimal` parameter to be set.', {
      code: 'parameter_missing',
      param: 'unit_amount',
    });
  const amount = decimal ?? Stripe.Decimal.from(whole ?? 0);
  if (amount.isNegative())
    throw invalid('Invalid non-negative integer', { code: 'parameter_invalid_integer', param: 'unit_amount' });
  return amount;
}

function tiersOf(params: Stripe.PriceCreateParams): Stripe.Price.Tier[] | null {
  if (params.billing_scheme !== 'tiered') return null;
  if (!params.tiers || !params.tiers_mode)
    throw invalid('Tiered prices need `tiers` and `tiers_mode`.', { code: 'parameter_missing', param: 'tiers' });
  return params.tiers.map(({ flat_amount, flat_amount_decimal, unit_amount, unit_amount_decimal, up_to }) => ({
    flat_amount: flat_amount ?? null,
    flat_amount_decimal: flat_amount_decimal ?? decimalOf(flat_amount),
    unit_amount: unit_amount ?? null,
    unit_amount_decimal: unit_amount_decimal ?? decimalOf(unit_amount),
    up_to: up_to === 'inf' ? null : up_to,
  }));
}

function decimalOf(amount: number | undefined): Stripe.Decimal | null {
  return amount === undefined ? null : Stripe.Decimal.from(amount);
}

function recurringOf(world: World, params: Stripe.PriceCreateParams.Recurring): Stripe.Price.Recurring {
  const { interval, interval_count: count = 1, usage_type: usage = 'licensed', meter, trial_period_days } = params;
  if (count < 1 || count > { day: 1095, week: 156, month: 36, year: 3 }[interval as 'day' | 'week' | 'month' | 'year'])
    throw invalid('Invalid interval_count.', { param: 'recurring[interval_count]' });
  if (usage === 'metered' && meter === undefined)
    throw invalid('Metered prices must be backed by a meter.', { param: 'recurring[meter]' });
  if (usage === 'licensed' && meter !== undefined)
    throw invalid('Only metered prices can have a meter.', { param: 'recurring[meter]' });
  if (meter !== undefined && get(world.meters, 'meter', meter, 'recurring[meter]').status !== 'active')
    throw invalid('This meter is inactive.', { param: 'recurring[meter]' });
  return {
    interval,
    interval_count: count,
    meter: meter ?? null,
    trial_period_days: trial_period_days ?? null,
    usage_type: usage,
  };
}

export function releaseLookupKey(world: World, key: string, isTransferred: boolean): void {
  const holder = [...world.prices.values()].find((price) => price.lookup_key === key);
  if (!holder) return;
  if (!isTransferred)
    throw invalid(`A price (\`${holder.id}\`) already uses that lookup key.`, { param: 'lookup_key' });
  holder.lookup_key = null;
  world.record('price.updated', holder, world.now());
}

function isWhole(amount: Stripe.Decimal): boolean {
  return Number.isInteger(amount.toNumber());
}
