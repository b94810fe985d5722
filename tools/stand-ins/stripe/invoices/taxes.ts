import type { Stripe } from 'stripe';
import { invalid } from '../protocol/refusal.ts';
import { idOf, type World } from '../world/world.ts';

/** What the stand-in takes for tax in some countries, in percent; in others it collects none. */
const PERCENT: Readonly<Record<string, number>> = {
  AT: 20,
  BE: 21,
  CH: 8.1,
  CZ: 21,
  DE: 19,
  DK: 25,
  ES: 21,
  FI: 25.5,
  FR: 20,
  GB: 20,
  IE: 23,
  IT: 22,
  NL: 21,
  PL: 23,
  PT: 23,
  SE: 25,
};

/** The rates that apply to an invoice. */
export function taxesOf(world: World, invoice: Stripe.Invoice): readonly Stripe.TaxRate[] {
  if (!invoice.automatic_tax.enabled) return invoice.default_tax_rates;
  const customer = world.customers.get(idOf(invoice.customer ?? ''));
  const country = customer?.address?.country;
  if (!country) {
    invoice.automatic_tax.status = 'requires_location_inputs';
    return [];
  }
  invoice.automatic_tax.status = 'complete';
  if (customer.tax_exempt !== 'none') return [];
  const percentage = PERCENT[country];
  return percentage === undefined ? [] : [automaticRate(world, country, percentage)];
}

function automaticRate(world: World, country: string, percentage: number): Stripe.TaxRate {
  const known = [...world.taxRates.values()].find((rate) => !rate.active && rate.country === country);
  if (known) return known;
  const rate = newTaxRate(world, { display_name: 'VAT', percentage, inclusive: false, country, active: false });
  world.taxRates.set(rate.id, rate);
  return rate;
}

export function newTaxRate(world: World, params: Stripe.TaxRateCreateParams): Stripe.TaxRate {
  return {
    id: world.nextId('txr'),
    object: 'tax_rate',
    active: params.active ?? true,
    country: params.country ?? null,
    created: world.now(),
    description: params.description ?? null,
    display_name: params.display_name,
    effective_percentage: params.percentage,
    flat_amount: null,
    inclusive: params.inclusive,
    jurisdiction: params.jurisdiction ?? params.country ?? null,
    jurisdiction_level: null,
    livemode: false,
    metadata: {},
    percentage: params.percentage,
    rate_type: 'percentage',
    state: params.state ?? null,
    tax_type: params.tax_type ?? null,
  };
}

/** Nothing can be taxed by itself for somebody who may be anywhere. */
export function checkTaxLocation(customer: Stripe.Customer): void {
  if (customer.address?.country) return;
  throw invalid(
    "The customer's location isn't recognized. Set a valid customer address in order to automatically calculate tax.",
    { code: 'customer_tax_location_invalid', param: 'automatic_tax[enabled]' },
  );
}
