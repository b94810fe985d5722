/** What is given back and asked for when a subscription changes within its period. */
import type { Stripe } from 'stripe';
import { amountOf, share } from '../invoices/amounts.ts';
import { nameOf } from '../invoices/lines.ts';
import type { Proration } from '../invoices/pending.ts';
import { usageOf } from '../meters/usage.ts';
import { idOf, type World } from '../world/world.ts';
import { wholeLength } from './anchors.ts';
import { isMetered, recurringOf } from './items.ts';

/** Back what was paid for the rest of the period, and the rest of it at what it costs now. */
export function prorate(
  world: World,
  before: Stripe.Subscription,
  after: Stripe.Subscription,
  at: number,
  startsPeriod: boolean,
): Proration[] {
  const later = new Map(after.items.data.map((item) => [item.id, item]));
  const earlier = new Map(before.items.data.map((item) => [item.id, item]));
  const credits = before.items.data
    .filter((item) => !isMetered(item) && (startsPeriod || isChanged(item, later.get(item.id))))
    .map((item) => partOf(world, before, item, at, -1));
  if (startsPeriod) return credits;
  const debits = after.items.data
    .filter((item) => !isMetered(item) && isChanged(item, earlier.get(item.id)))
    .map((item) => partOf(world, after, item, at, 1));
  return [...credits, ...debits];
}

function isChanged(item: Stripe.SubscriptionItem, other: Stripe.SubscriptionItem | undefined): boolean {
  return item.price.id !== other?.price.id || item.quantity !== other.quantity;
}

export function partOf(
  world: World,
  subscription: Stripe.Subscription,
  item: Stripe.SubscriptionItem,
  at: number,
  sign: 1 | -1,
): Proration {
  const { current_period_end: end, price, quantity = 1 } = item;
  const whole = wholeLength(subscription, recurringOf(price), end);
  const amount = share(netOf(world, subscription, amountOf(price, quantity), at), end - at, whole);
  const what = `${quantity === 1 ? '' : `${quantity} × `}${nameOf(world, price)} after ${dayOf(at)}`;
  const description = `${sign < 0 ? 'Unused' : 'Remaining'} time on ${what}`;
  return {
    subscription,
    item,
    price,
    quantity,
    amount: 0 + sign * amount,
    description,
    period: { start: at, end },
    at,
  };
}

/** Discounts by percentage are within the amounts of prorations. */
function netOf(world: World, subscription: Stripe.Subscription, amount: number, at: number): number {
  return subscription.discounts.reduce((net, of) => {
    const discount = world.discounts.get(idOf(of));
    const coupon = discount?.source.coupon ? world.coupons.get(idOf(discount.source.coupon)) : undefined;
    const isOver = discount?.end !== null && (discount?.end ?? 0) <= at;
    return coupon?.percent_off && !isOver ? net - Math.round((net * coupon.percent_off) / 100) : net;
  }, amount);
}

function dayOf(at: number): string {
  const date = new Date(at * 1000);
  const day = String(date.getUTCDate()).padStart(2, '0');
  const month = date.toLocaleString('en-US', { month: 'short', timeZone: 'UTC' });
  return `${day} ${month} ${date.getUTCFullYear()}`;
}

/** What was used of something metered that goes, changes its price or begins a new period. */
export function usageSoFar(
  world: World,
  before: Stripe.Subscription,
  after: Stripe.Subscription,
  wanted: readonly Stripe.SubscriptionUpdateParams.Item[],
  at: number,
  startsPeriod: boolean,
): Proration[] {
  const later = new Map(after.items.data.map((item) => [item.id, item]));
  const isDropped = ({ id }: Stripe.SubscriptionItem) =>
    wanted.some((item) => item.id === id && item.clear_usage === true);
  return before.items.data
    .filter((item) => isMetered(item) && !isDropped(item))
    .filter((item) => startsPeriod || later.get(item.id)?.price.id !== item.price.id)
    .map((item) => {
      const period = { start: item.current_period_start, end: at };
      const quantity = usageOf(world, item.price.recurring?.meter ?? '', idOf(before.customer), period);
      const current = later.get(item.id);
      if (current) current.current_period_start = at;
      return {
        subscription: before,
        item,
        price: item.price,
        quantity,
        amount: amountOf(item.price, quantity),
        description: `${quantity} × ${nameOf(world, item.price)} until ${dayOf(at)}`,
        period,
        at,
        isProration: false,
      };
    })
    .filter(({ quantity }) => quantity !== 0);
}
