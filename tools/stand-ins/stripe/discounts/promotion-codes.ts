import type { Stripe } from 'stripe';
import { pageOf } from '../protocol/page.ts';
import { invalid } from '../protocol/refusal.ts';
import { route } from '../protocol/routes.ts';
import { changedMetadata, get, type World } from '../world/world.ts';

export const promotionCodeRoutes = [
  route('POST /v1/promotion_codes', createCode),
  route('GET /v1/promotion_codes/{id}', (world, _: object, id) => get(world.promotionCodes, 'promotion code', id)),
  route('POST /v1/promotion_codes/{id}', (world, params: Stripe.PromotionCodeUpdateParams, id = '') => {
    const code = get(world.promotionCodes, 'promotion code', id);
    code.active = params.active ?? code.active;
    code.metadata = changedMetadata(code.metadata, params.metadata);
    world.record('promotion_code.updated', code, world.now());
    return code;
  }),
  route('GET /v1/promotion_codes', (world, params: Stripe.PromotionCodeListParams) => {
    const { active, code, coupon } = params;
    const all = [...world.promotionCodes.values()].filter(
      (one) =>
        (active === undefined || one.active === active) &&
        (code === undefined || one.code === code) &&
        (coupon === undefined || one.promotion.coupon === coupon),
    );
    return pageOf(all, '/v1/promotion_codes', params);
  }),
];

function createCode(world: World, params: Stripe.PromotionCodeCreateParams): Stripe.PromotionCode {
  const { coupon: id } = params.promotion;
  if (id === undefined)
    throw invalid('Missing required param: promotion[coupon].', {
      code: 'parameter_missing',
      param: 'promotion[coupon]',
    });
  const coupon = get(world.coupons, 'coupon', id, 'promotion[coupon]');
  const text = params.code ?? world.nextId('p', 8).slice(2).toUpperCase();
  if ([...world.promotionCodes.values()].some(({ active, code }) => active && code === text))
    throw invalid('An active promotion code with this code already exists.', {
      code: 'resource_already_exists',
      param: 'code',
    });
  const code: Stripe.PromotionCode = {
    id: world.nextId('promo'),
    object: 'promotion_code',
    active: params.active ?? true,
    code: text,
    created: world.now(),
    customer: params.customer ?? null,
    customer_account: null,
    expires_at: params.expires_at ?? null,
    livemode: false,
    max_redemptions: params.max_redemptions ?? null,
    metadata: changedMetadata(null, params.metadata),
    promotion: { coupon: coupon.id, type: 'coupon' },
    restrictions: { first_time_transaction: false, minimum_amount: null, minimum_amount_currency: null },
    times_redeemed: 0,
  };
  world.promotionCodes.set(code.id, code);
  world.record('promotion_code.created', code, world.now());
  return code;
}
