/** What happens to objects by themselves as time passes. */
import type { Stripe } from 'stripe';
import { finalize } from '../invoices/finalize.ts';
import { attempt, intentOf, voidInvoice } from '../invoices/pay.ts';
import { subscriptionOf } from '../invoices/new-invoice.ts';
import { expireSession } from '../checkout/expire.ts';
import { advanceSchedule, nextOfSchedule } from '../schedules/advance.ts';
import { TRIAL_WARNING_S } from '../subscriptions/create.ts';
import { cancelNow } from '../subscriptions/cancel.ts';
import { expirePending } from '../subscriptions/pending-update.ts';
import { composeRenewal, nextEnd, turn } from '../subscriptions/renew.ts';
import { idOf, type Timed, type World } from '../world/world.ts';

export interface Due {
  readonly at: number;
  /** The same for the same thing to happen. */
  readonly what: string;
  readonly run: () => void;
}

const INCOMPLETE_FOR_S = 23 * 3600;
const UPCOMING_BEFORE_S = 7 * 86_400;
/** Events that are sent once, by the subscription and what they are about. */
const announced = new WeakMap<World, Set<string>>();

/** What happens next to an object by itself; null when nothing does. */
export function dueOf(world: World, row: Timed): Due | null {
  let next: Due | null = null;
  const offer: Offer = (at, what, run) => {
    if (at !== null && (next === null || at < next.at)) next = { at, what, run };
  };
  if (row.object === 'subscription_schedule') {
    const at = nextOfSchedule(row);
    offer(at, 'phase', () => advanceSchedule(world, row, at ?? 0));
  }
  if (row.object === 'invoice') offerInvoice(world, row, offer);
  if (row.object === 'subscription') offerSubscription(world, row, offer);
  if (row.object === 'checkout.session' && row.status === 'open')
    offer(row.expires_at, 'expiry', () => expireSession(world, row));
  return next;
}

type Offer = (at: number | null, what: string, run: () => void) => void;

function offerInvoice(world: World, invoice: Stripe.Invoice, offer: Offer): void {
  if (invoice.status === 'draft' && invoice.automatically_finalizes_at !== null)
    return offer(invoice.automatically_finalizes_at, 'finalization', () => {
      const isPaused = subscriptionOf(world, invoice)?.pause_collection ?? null;
      finalize(world, invoice);
      if (invoice.status === 'open' && invoice.collection_method === 'charge_automatically' && !isPaused)
        attempt(world, invoice);
    });
  if (invoice.status !== 'open') return;
  if (invoice.next_payment_attempt !== null && intentOf(world, invoice))
    return offer(invoice.next_payment_attempt, 'attempt', () => {
      attempt(world, invoice);
      if (invoice.status === 'open' && invoice.next_payment_attempt === null) giveUp(world, invoice);
    });
}

/** The last attempt has failed. */
function giveUp(world: World, invoice: Stripe.Invoice): void {
  const subscription = subscriptionOf(world, invoice);
  if (!subscription || subscription.ended_at !== null) return;
  const { finally: then } = world.options.dunning;
  if (then === 'cancel') return cancelNow(world, subscription, { reason: 'payment_failed' });
  if (then === 'leave_past_due') return;
  subscription.status = 'unpaid';
  world.record('customer.subscription.updated', subscription, world.now(subscription));
}

function offerSubscription(world: World, subscription: Stripe.Subscription, offer: Offer): void {
  if (subscription.status === 'incomplete')
    return offer(subscription.created + INCOMPLETE_FOR_S, 'incomplete', () => expireIncomplete(world, subscription));
  if (subscription.pending_update)
    offer(subscription.pending_update.expires_at, 'pending', () => expirePending(world, subscription));
  const end = nextEnd(subscription);
  if (end === null) return;
  offer(end, 'turn', () => turn(world, subscription, end));
  if (subscription.status === 'trialing' && subscription.trial_end !== null) {
    const warnsAt = subscription.trial_end - TRIAL_WARNING_S;
    if (warnsAt > subscription.created)
      announce(world, subscription, 'customer.subscription.trial_will_end', warnsAt, offer);
  }
  const isRenewed = subscription.cancel_at === null && !subscription.cancel_at_period_end;
  const upcoming = end - UPCOMING_BEFORE_S;
  if (isRenewed && upcoming > subscription.created) announce(world, subscription, 'invoice.upcoming', upcoming, offer);
}

type Announced = 'customer.subscription.trial_will_end' | 'invoice.upcoming';

function announce(world: World, subscription: Stripe.Subscription, type: Announced, at: number, offer: Offer): void {
  const said = announced.get(world) ?? new Set<string>();
  announced.set(world, said);
  const key = `${subscription.id} ${type} ${at}`;
  if (said.has(key)) return;
  offer(at, type, () => {
    said.add(key);
    if (type === 'customer.subscription.trial_will_end') world.record(type, subscription, at);
    else world.record(type, upcomingInvoice(world, subscription), at);
  });
}

/** As the preview has it, and like every invoice to come without an ID. */
function upcomingInvoice(world: World, subscription: Stripe.Subscription): object & { readonly object: string } {
  const end = nextEnd(subscription) ?? world.now(subscription);
  const { id: _, ...invoice } = composeRenewal(world, subscription, end, 'upcoming');
  return invoice;
}

function expireIncomplete(world: World, subscription: Stripe.Subscription): void {
  const at = world.now(subscription);
  const invoice = subscription.latest_invoice ? world.invoices.get(idOf(subscription.latest_invoice)) : undefined;
  subscription.status = 'incomplete_expired';
  subscription.ended_at = at;
  if (invoice?.status === 'open') voidInvoice(world, invoice);
  world.record('customer.subscription.updated', subscription, at);
}
