import type { Stripe } from 'stripe';
import { invalid } from '../protocol/refusal.ts';
import { addMonths } from '../time/periods.ts';
import { get, idOf, type World } from '../world/world.ts';

interface Wanted {
  readonly coupon?: string;
  readonly promotion_code?: string;
  readonly discount?: string;
}

/** In place of those it has; the coupons count how often they were used. */
export function addDiscounts(
  world: World,
  subscription: Stripe.Subscription,
  wanted: readonly Wanted[],
  at: number,
): void {
  subscription.discounts = wanted.map((one, index) => {
    const param = `discounts[${index}]`;
    if (one.discount !== undefined) return get(world.discounts, 'discount', one.discount, `${param}[discount]`).id;
    const customer = idOf(subscription.customer);
    const { coupon, code } = couponOf(world, one, customer, param);
    const discount = newDiscount(world, coupon, code, at);
    discount.customer = customer;
    discount.subscription = subscription.id;
    return discount.id;
  });
}

/** Of what was typed or chosen; refuses what is not valid any more. */
export function couponOf(
  world: World,
  { coupon: id, promotion_code: codeId }: Wanted,
  customer: string,
  param: string,
) {
  const code =
    codeId === undefined ? null : get(world.promotionCodes, 'promotion code', codeId, `${param}[promotion_code]`);
  if (code && (!code.active || (code.customer !== null && code.customer !== customer)))
    throw invalid('This promotion code cannot be redeemed.', { param: `${param}[promotion_code]` });
  const coupon = get(world.coupons, 'coupon', id ?? idOf(code?.promotion.coupon ?? ''), `${param}[coupon]`);
  if (!isValid(world, coupon))
    throw invalid(`Coupon expired: ${coupon.id}`, { code: 'coupon_expired', param: 'coupon' });
  return { coupon, code };
}

export function isValid(world: World, coupon: Stripe.Coupon): boolean {
  const isLate = coupon.redeem_by !== null && coupon.redeem_by <= world.now();
  return !isLate && (coupon.max_redemptions === null || coupon.times_redeemed < coupon.max_redemptions);
}

function newDiscount(world: World, coupon: Stripe.Coupon, code: Stripe.PromotionCode | null, at: number) {
  const months = coupon.duration === 'repeating' ? coupon.duration_in_months : null;
  const discount: Stripe.Discount = {
    id: world.nextId('di'),
    object: 'discount',
    checkout_session: null,
    customer: null,
    customer_account: null,
    end: months === null ? null : addMonths(at, months),
    invoice: null,
    invoice_item: null,
    promotion_code: code?.id ?? null,
    source: { coupon: coupon.id, type: 'coupon' },
    start: at,
    subscription: null,
    subscription_item: null,
  };
  world.discounts.set(discount.id, discount);
  coupon.times_redeemed += 1;
  coupon.valid = isValid(world, coupon);
  if (code) code.times_redeemed += 1;
  return discount;
}
