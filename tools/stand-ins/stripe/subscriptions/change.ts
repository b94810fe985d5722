/**
 * What a change of a subscription would do: nothing is kept here, so a preview and the change itself cannot differ.
 * https://docs.stripe.com/billing/subscriptions/prorations
 */
import type { Stripe } from 'stripe';
import { amountOf, share } from '../invoices/amounts.ts';
import { nameOf } from '../invoices/lines.ts';
import { type Proration, prorationItem } from '../invoices/pending.ts';
import { usageOf } from '../meters/usage.ts';
import { invalid } from '../protocol/refusal.ts';
import { idOf, type World } from '../world/world.ts';
import { firstPeriod, wholeLength } from './anchors.ts';
import { checkQuantity, isMetered, newItem, planOf, priceOf, recurringOf } from './items.ts';

export interface ChangeParams {
  readonly items?: readonly Stripe.SubscriptionUpdateParams.Item[];
  readonly proration_behavior?: Stripe.SubscriptionUpdateParams.ProrationBehavior;
  readonly proration_date?: number;
  readonly billing_cycle_anchor?: { readonly type: string };
  readonly trial_end?: 'now' | number;
}

export interface Change {
  /** When it counts from. */
  readonly at: number;
  /** A copy of the subscription as it would be. */
  readonly after: Stripe.Subscription;
  /** What would be added to an invoice for the rest of the period. */
  readonly prorations: readonly Stripe.InvoiceItem[];
  /** A new period begins, and is paid for at once. */
  readonly startsPeriod: boolean;
}

export function planChange(world: World, subscription: Stripe.Subscription, params: ChangeParams): Change {
  const at = momentOf(world, subscription, params);
  const endsTrial = params.trial_end === 'now' && subscription.status === 'trialing';
  const isTrial = subscription.status === 'trialing' && !endsTrial;
  const next = nextItems(world, subscription, params.items ?? [], at);
  const startsPeriod =
    !isTrial && (endsTrial || params.billing_cycle_anchor?.type === 'now' || changesInterval(subscription, next));
  const after: Stripe.Subscription = { ...subscription, items: { ...subscription.items } };
  if (startsPeriod) {
    after.billing_cycle_anchor = at;
    after.billing_cycle_anchor_config = null;
  }
  if (endsTrial) after.trial_end = at;
  if (typeof params.trial_end === 'number') extendTrial(after, params.trial_end, at);
  after.items.data = next.map((item) => {
    const period = periodOf(after, item, { isTrial, startsPeriod, at });
    return { ...item, current_period_start: period.start, current_period_end: period.end };
  });
  const isProrated = params.proration_behavior !== 'none' && !isTrial && !endsTrial;
  const credits = isProrated ? prorate(world, subscription, after, at, startsPeriod) : [];
  const usage =
    endsTrial || isTrial ? [] : usageSoFar(world, subscription, after, params.items ?? [], at, startsPeriod);
  return {
    at,
    after,
    prorations: [...usage, ...credits.filter(({ period }) => period.end > period.start)].map((one) =>
      prorationItem(world, one),
    ),
    startsPeriod,
  };
}

function momentOf(world: World, subscription: Stripe.Subscription, { proration_date: date }: ChangeParams): number {
  const now = world.now(subscription);
  if (date === undefined) return now;
  const [item] = subscription.items.data;
  if (item && (date < item.current_period_start || date > item.current_period_end))
    throw invalid('Cannot specify proration date outside of current subscription period.', { param: 'proration_date' });
  return date;
}

function nextItems(
  world: World,
  subscription: Stripe.Subscription,
  wanted: readonly Stripe.SubscriptionUpdateParams.Item[],
  at: number,
): Stripe.SubscriptionItem[] {
  const items = new Map(subscription.items.data.map((item) => [item.id, item]));
  for (const [index, change] of wanted.entries()) {
    const param = `items[${index}]`;
    if (change.id === undefined) {
      const price = priceOf(world, change, param);
      checkQuantity(price, change.quantity, param);
      const { quantity } = change;
      const metadata = change.metadata || undefined;
      const period = { start: at, end: at };
      const added = newItem(world, { subscription: subscription.id, price, quantity, metadata, at, period });
      items.set(added.id, added);
      continue;
    }
    const known = items.get(change.id);
    if (!known)
      throw invalid(`No such subscription item: '${change.id}'`, { code: 'resource_missing', param: `${param}[id]` });
    if (change.deleted) {
      items.delete(known.id);
      continue;
    }
    const price = change.price === undefined && !change.price_data ? known.price : priceOf(world, change, param);
    checkQuantity(price, change.quantity, param);
    const { quantity: old, ...rest } = known;
    const quantity = change.quantity ?? old ?? 1;
    const metadata = change.metadata ? { ...known.metadata, ...textOf(change.metadata) } : known.metadata;
    items.set(known.id, { ...rest, price, plan: planOf(price), metadata, ...(!isMetered({ price }) && { quantity }) });
  }
  const next = [...items.values()];
  if (next.length === 0) throw invalid('A subscription must have at least one active item.', { param: 'items' });
  if (next.some(({ price }) => price.currency !== subscription.currency))
    throw invalid('All prices on a subscription must have the same currency.', { param: 'items' });
  if (new Set(next.map(({ price }) => price.id)).size < next.length)
    throw invalid('A subscription cannot have two items with the same price.', { param: 'items' });
  return next;
}

function textOf(metadata: Stripe.MetadataParam): Record<string, string> {
  return Object.fromEntries(Object.entries(metadata).map(([name, value]) => [name, String(value)]));
}

function changesInterval(subscription: Stripe.Subscription, next: readonly Stripe.SubscriptionItem[]): boolean {
  const before = new Map(subscription.items.data.map((item) => [item.id, recurringOf(item.price)]));
  return next.some(({ id, price }) => {
    const [old, current] = [before.get(id), recurringOf(price)];
    return old && (old.interval !== current.interval || old.interval_count !== current.interval_count);
  });
}

function extendTrial(after: Stripe.Subscription, end: number, at: number): void {
  if (after.status !== 'trialing')
    throw invalid('The stand-in extends trials, but does not begin one later.', { param: 'trial_end' });
  if (end <= at)
    throw invalid('Invalid timestamp: must be an integer Unix timestamp in the future.', { param: 'trial_end' });
  after.trial_end = end;
  after.billing_cycle_anchor = end;
}

interface Situation {
  readonly isTrial: boolean;
  readonly startsPeriod: boolean;
  readonly at: number;
}

function periodOf(after: Stripe.Subscription, item: Stripe.SubscriptionItem, { isTrial, startsPeriod, at }: Situation) {
  const { current_period_start: start, current_period_end: end } = item;
  if (isTrial) return { start: Math.min(start, at), end: after.trial_end ?? end };
  const interval = recurringOf(item.price);
  if (startsPeriod) return firstPeriod(after, interval, at);
  const isNew = end === start;
  return { start, end: isNew ? firstPeriod(after, interval, at).end : end };
}

/** Back what was paid for the rest of the period, and the rest of it at what it costs now. */
function prorate(
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

export function dayOf(at: number): string {
  const date = new Date(at * 1000);
  const day = String(date.getUTCDate()).padStart(2, '0');
  const month = date.toLocaleString('en-US', { month: 'short', timeZone: 'UTC' });
  return `${day} ${month} ${date.getUTCFullYear()}`;
}

/** What was used of something metered that goes, changes its price or begins a new period. */
function usageSoFar(
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
