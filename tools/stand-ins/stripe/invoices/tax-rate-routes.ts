import type { Stripe } from 'stripe';
import { pageOf } from '../protocol/page.ts';
import { route } from '../protocol/routes.ts';
import { changedMetadata, get } from '../world/world.ts';
import { newTaxRate } from './taxes.ts';

export const taxRateRoutes = [
  route('POST /v1/tax_rates', (world, params: Stripe.TaxRateCreateParams) => {
    const rate = newTaxRate(world, params);
    rate.description = params.description ?? null;
    rate.metadata = changedMetadata(null, params.metadata);
    world.taxRates.set(rate.id, rate);
    world.record('tax_rate.created', rate, world.now());
    return rate;
  }),
  route('GET /v1/tax_rates/{id}', (world, _: object, id) => get(world.taxRates, 'tax rate', id)),
  route('GET /v1/tax_rates', (world, params: Stripe.TaxRateListParams) => {
    const { active, inclusive } = params;
    const all = [...world.taxRates.values()].filter(
      (rate) =>
        (active === undefined || rate.active === active) && (inclusive === undefined || rate.inclusive === inclusive),
    );
    return pageOf(all, '/v1/tax_rates', params);
  }),
];
