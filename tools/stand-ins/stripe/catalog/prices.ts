import type { Stripe } from 'stripe';
import { pageOf } from '../protocol/page.ts';
import { invalid } from '../protocol/refusal.ts';
import { route } from '../protocol/routes.ts';
import { changedMetadata, get, type World } from '../world/world.ts';
import { newPrice, releaseLookupKey } from './new-price.ts';
import { createProduct } from './products.ts';

export const priceRoutes = [
  route('POST /v1/prices', (world, params: Stripe.PriceCreateParams) =>
    newPrice(world, params, productOf(world, params)),
  ),
  route('GET /v1/prices/{id}', (world, _: object, id) => get(world.prices, 'price', id)),
  route('POST /v1/prices/{id}', updatePrice),
  route('GET /v1/prices', listPrices),
];

function productOf(world: World, { product, product_data: data }: Stripe.PriceCreateParams): string {
  if (product !== undefined) return get(world.products, 'product', product, 'product').id;
  if (!data) throw invalid('Missing required param: product.', { code: 'parameter_missing', param: 'product' });
  const { name, active, metadata } = data;
  return createProduct(world, { name, ...(active !== undefined && { active }), ...(metadata && { metadata }) }).id;
}

function updatePrice(world: World, params: Stripe.PriceUpdateParams, id = ''): Stripe.Price {
  const price = get(world.prices, 'price', id);
  if (params.lookup_key !== undefined && params.lookup_key !== price.lookup_key) {
    releaseLookupKey(world, params.lookup_key, params.transfer_lookup_key ?? false);
    price.lookup_key = params.lookup_key;
  }
  price.active = params.active ?? price.active;
  price.nickname = params.nickname ?? price.nickname;
  price.metadata = changedMetadata(price.metadata, params.metadata);
  world.record('price.updated', price, world.now());
  return price;
}

function listPrices(world: World, params: Stripe.PriceListParams): Stripe.ApiList<Stripe.Price> {
  const { active, currency, product, type } = params;
  const keys = params.lookup_keys && [...params.lookup_keys];
  if (keys && keys.length > 10) throw invalid('You can pass up to 10 lookup keys.', { param: 'lookup_keys' });
  const all = [...world.prices.values()].filter(
    (price) =>
      (active === undefined || price.active === active) &&
      (currency === undefined || price.currency === currency) &&
      (!keys || (price.lookup_key !== null && keys.includes(price.lookup_key))) &&
      (product === undefined || price.product === product) &&
      (type === undefined || price.type === type),
  );
  return pageOf(all, '/v1/prices', params);
}
