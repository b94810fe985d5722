/** Creates in Stripe what the plans of a file are sold under: a meter for each kind of usage, a product and prices for each plan. */
import { decimalsOn, metersOf, type Plan, type Price } from '@engagex/domain/plans';
import { type Meter, meterNames } from '@engagex/domain/usage';
import { Stripe } from 'stripe';

export interface PriceIds {
  readonly stripePriceId: string;
  readonly meters: Readonly<Partial<Record<Meter, string>>>;
}

/**
 * By the key of the plan; plans without a price are left out. What is there already is found by its lookup key, which says all
 * that a price is: run again after a change of the file, it adds what is new. Whoever pays an old price keeps it.
 */
export async function createPrices(stripe: Stripe, plans: readonly Plan[]): Promise<ReadonlyMap<string, PriceIds>> {
  const ids = new Map<string, PriceIds>();
  for (const plan of plans) {
    if (!plan.price) continue;
    const { key, name, description } = plan;
    const product = await productOf(stripe, { id: `engagex_${key}`, name, ...(description ? { description } : {}) });
    const meters: Partial<Record<Meter, string>> = {};
    for (const [meter] of metersOf(plan.price)) {
      // Lines of an invoice are called what their product is.
      const metered = { id: `engagex_${key}_${meter}`, name: `${name}: ${meterNames[meter].name.toLowerCase()}` };
      meters[meter] = await meterPriceOf(stripe, plan.price, meter, await productOf(stripe, metered));
    }
    ids.set(plan.key, { stripePriceId: await fixedPriceOf(stripe, plan.price, product), meters });
  }
  return ids;
}

async function productOf(
  stripe: Stripe,
  product: Stripe.ProductCreateParams & { readonly id: string },
): Promise<string> {
  try {
    return (await stripe.products.retrieve(product.id)).id;
  } catch (error) {
    if (!isMissing(error)) throw error;
    return (await stripe.products.create(product)).id;
  }
}

function fixedPriceOf(stripe: Stripe, { currency, amount }: Price, product: string): Promise<string> {
  const lookupKey = [product, currency, amount].join(':');
  return priceOf(stripe, lookupKey, {
    product,
    currency: currency.toLowerCase(),
    unit_amount_decimal: minorUnitsPer(amount, currency, 1),
    recurring: { interval: 'month' },
  });
}

async function meterPriceOf(
  stripe: Stripe,
  { currency, meters }: Price,
  meter: Meter,
  product: string,
): Promise<string> {
  const { included, unitAmount, per } = meters![meter]!; // it is one of them
  const lookupKey = [product, currency, included, unitAmount, per].join(':');
  const beyond = { up_to: 'inf', unit_amount_decimal: minorUnitsPer(unitAmount, currency, per) } as const;
  return priceOf(stripe, lookupKey, {
    product,
    currency: currency.toLowerCase(),
    billing_scheme: 'tiered',
    tiers_mode: 'graduated',
    tiers: included > 0 ? [{ up_to: included, unit_amount: 0 }, beyond] : [beyond],
    recurring: { interval: 'month', usage_type: 'metered', meter: await meterOf(stripe, meter) },
  });
}

async function priceOf(stripe: Stripe, lookupKey: string, params: Stripe.PriceCreateParams): Promise<string> {
  const { data } = await stripe.prices.list({ lookup_keys: [lookupKey], active: true });
  const [known] = data;
  return (known ?? (await stripe.prices.create({ ...params, lookup_key: lookupKey }))).id;
}

/** Of an hour the newest report counts, so that totals of whole hours can be reported again: https://docs.stripe.com/api/billing/meter */
async function meterOf(stripe: Stripe, meter: Meter): Promise<string> {
  const eventName = `engagex_${meter}`;
  for await (const each of stripe.billing.meters.list({ status: 'active', limit: 100 }))
    if (each.event_name === eventName) return each.id;
  const created = await stripe.billing.meters.create({
    display_name: meterNames[meter].name,
    event_name: eventName,
    event_time_window: 'hour',
    default_aggregation: { formula: 'sum' },
    customer_mapping: { type: 'by_id', event_payload_key: 'stripe_customer_id' },
    value_settings: { event_payload_key: 'value' },
  });
  return created.id;
}

/** Decimals that Stripe keeps of a price. */
const mostDecimals = 12;

/** What one costs when `per` cost so much, in the smallest unit of the currency. Throws when Stripe cannot keep it exactly. */
export function minorUnitsPer(amount: string, currency: string, per: number): Stripe.Decimal {
  const ofAll = Stripe.Decimal.from(amount).mul(Stripe.Decimal.from(10 ** decimalsOn(currency)));
  const ofOne = ofAll.div(Stripe.Decimal.from(per), mostDecimals, 'half-even');
  if (!ofOne.mul(Stripe.Decimal.from(per)).eq(ofAll))
    throw new Error(`${amount} ${currency} for ${per} cannot be divided evenly: choose another amount.`);
  return ofOne;
}

function isMissing(error: unknown): boolean {
  return error instanceof Stripe.errors.StripeInvalidRequestError && error.code === 'resource_missing';
}
