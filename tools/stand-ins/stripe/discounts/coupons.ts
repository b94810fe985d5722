import type { Stripe } from 'stripe';
import { checkCurrency } from '../catalog/currencies.ts';
import { pageOf } from '../protocol/page.ts';
import { invalid } from '../protocol/refusal.ts';
import { route } from '../protocol/routes.ts';
import { changedMetadata, get, type World } from '../world/world.ts';

export const couponRoutes = [
  route('POST /v1/coupons', createCoupon),
  route('GET /v1/coupons/{id}', (world, _: object, id) => get(world.coupons, 'coupon', id)),
  route('POST /v1/coupons/{id}', (world, params: Stripe.CouponUpdateParams, id = '') => {
    const coupon = get(world.coupons, 'coupon', id);
    coupon.name = params.name ?? coupon.name;
    coupon.metadata = changedMetadata(coupon.metadata, params.metadata);
    world.record('coupon.updated', coupon, world.now());
    return coupon;
  }),
  route('DELETE /v1/coupons/{id}', (world, _: object, id = ''): Stripe.DeletedCoupon => {
    const coupon = get(world.coupons, 'coupon', id);
    world.coupons.delete(id);
    world.record('coupon.deleted', coupon, world.now());
    return { id, object: 'coupon', deleted: true };
  }),
  route('GET /v1/coupons', (world, params: Stripe.CouponListParams) =>
    pageOf(world.coupons.values(), '/v1/coupons', params),
  ),
];

function createCoupon(world: World, params: Stripe.CouponCreateParams): Stripe.Coupon {
  const { percent_off: percent, amount_off: amount, currency, duration = 'once', duration_in_months: months } = params;
  if ((percent === undefined) === (amount === undefined))
    throw invalid('You must pass exactly one of percent_off or amount_off.', {
      code: 'parameter_missing',
      param: 'percent_off',
    });
  if (percent !== undefined && (percent <= 0 || percent > 100))
    throw invalid('Invalid percent_off: must be greater than 0 and at most 100.', { param: 'percent_off' });
  if (amount !== undefined && currency === undefined)
    throw invalid('You must pass currency when passing amount_off', { code: 'parameter_missing', param: 'currency' });
  if (currency !== undefined) checkCurrency(currency);
  if ((duration === 'repeating') !== (months !== undefined))
    throw invalid('duration_in_months is needed for repeating coupons, and only for those.', {
      param: 'duration_in_months',
    });
  if (params.id !== undefined && world.coupons.has(params.id))
    throw invalid('Coupon already exists.', { code: 'resource_already_exists', param: 'id' });
  const coupon: Stripe.Coupon = {
    id: params.id ?? world.nextId('c', 8).slice(2),
    object: 'coupon',
    amount_off: amount ?? null,
    ...(params.applies_to?.products && { applies_to: { products: [...params.applies_to.products] } }),
    created: world.now(),
    currency: currency?.toLowerCase() ?? null,
    duration,
    duration_in_months: months ?? null,
    livemode: false,
    max_redemptions: params.max_redemptions ?? null,
    metadata: changedMetadata(null, params.metadata),
    name: params.name ?? null,
    percent_off: percent ?? null,
    redeem_by: params.redeem_by ?? null,
    times_redeemed: 0,
    valid: true,
  };
  world.coupons.set(coupon.id, coupon);
  world.record('coupon.created', coupon, world.now());
  return coupon;
}
