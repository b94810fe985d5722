import type { Stripe } from 'stripe';
import { pageOf } from '../protocol/page.ts';
import { invalid } from '../protocol/refusal.ts';
import { route } from '../protocol/routes.ts';
import { changed, changedMetadata, get, type World } from '../world/world.ts';
import { newPrice } from './new-price.ts';

export const productRoutes = [
  route('POST /v1/products', (world, params: Stripe.ProductCreateParams) => createProduct(world, params)),
  route('GET /v1/products/{id}', (world, _: object, id) => get(world.products, 'product', id)),
  route('POST /v1/products/{id}', updateProduct),
  route('DELETE /v1/products/{id}', deleteProduct),
  route('GET /v1/products', (world, params: Stripe.ProductListParams) => {
    const { active } = params;
    const ids = params.ids && [...params.ids];
    const all = [...world.products.values()].filter(
      (product) => (active === undefined || product.active === active) && (!ids || ids.includes(product.id)),
    );
    return pageOf(all, '/v1/products', params);
  }),
];

export function createProduct(world: World, params: Stripe.ProductCreateParams): Stripe.Product {
  const at = world.now();
  if (params.id !== undefined && world.products.has(params.id))
    throw invalid('Product already exists.', { code: 'resource_already_exists', param: 'id' });
  const product: Stripe.Product = {
    id: params.id ?? world.nextId('prod', 14),
    object: 'product',
    active: params.active ?? true,
    created: at,
    default_price: null,
    description: params.description ?? null,
    images: [...(params.images ?? [])],
    livemode: false,
    marketing_features: (params.marketing_features ?? []).map(({ name }) => ({ name })),
    metadata: changedMetadata(null, params.metadata),
    name: params.name,
    package_dimensions: null,
    shippable: params.shippable ?? null,
    statement_descriptor: params.statement_descriptor ?? null,
    tax_code: params.tax_code ?? null,
    tax_details: null,
    type: 'service',
    unit_label: params.unit_label ?? null,
    updated: at,
    url: params.url ?? null,
  };
  world.products.set(product.id, product);
  world.record('product.created', product, at);
  const { default_price_data: data } = params;
  if (data) {
    const { currency, unit_amount, unit_amount_decimal, recurring, tax_behavior } = data;
    const wanted = {
      currency,
      ...(unit_amount !== undefined && { unit_amount }),
      ...(unit_amount_decimal !== undefined && { unit_amount_decimal }),
      ...(recurring && { recurring }),
      ...(tax_behavior && { tax_behavior }),
    };
    product.default_price = newPrice(world, wanted, product.id).id;
  }
  return product;
}

function updateProduct(world: World, params: Stripe.ProductUpdateParams, id = ''): Stripe.Product {
  const product = get(world.products, 'product', id);
  if (params.default_price !== undefined) get(world.prices, 'price', params.default_price, 'default_price');
  product.active = params.active ?? product.active;
  product.name = params.name ?? product.name;
  product.default_price = params.default_price ?? product.default_price ?? null;
  product.description = changed(product.description, params.description);
  product.metadata = changedMetadata(product.metadata, params.metadata);
  product.updated = world.now();
  world.record('product.updated', product, world.now());
  return product;
}

function deleteProduct(world: World, _: object, id = ''): Stripe.DeletedProduct {
  const product = get(world.products, 'product', id);
  if ([...world.prices.values()].some((price) => price.product === id))
    throw invalid('This product cannot be deleted because it has one or more user-created prices.');
  world.products.delete(id);
  world.record('product.deleted', product, world.now());
  return { id, object: 'product', deleted: true };
}
