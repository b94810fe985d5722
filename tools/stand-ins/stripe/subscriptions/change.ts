/**
 * What a change of a subscription would do: nothing is kept here, so a preview and the change itself cannot differ.
 * https://docs.stripe.com/billing/subscriptions/prorations
 */
import type { Stripe } from 'stripe';
import { prorationItem } from '../invoices/pending.ts';
import { invalid } from '../protocol/refusal.ts';
import type { World } from '../world/world.ts';
import { firstPeriod } from './anchors.ts';
import { checkQuantity, isMetered, newItem, planOf, priceOf, recurringOf } from './items.ts';
import { prorate, usageSoFar } from './prorations.ts';

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
