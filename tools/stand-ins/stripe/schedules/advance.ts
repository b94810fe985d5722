/** Phases begin and end, and the subscription follows. */
import type { Stripe } from 'stripe';
import { updateSubscription } from '../subscriptions/update.ts';
import { cancelNow } from '../subscriptions/cancel.ts';
import { idOf, type World } from '../world/world.ts';

/** When the current phase ends; null when nothing happens any more. */
export function nextOfSchedule(schedule: Stripe.SubscriptionSchedule): number | null {
  return schedule.status === 'active' ? (schedule.current_phase?.end_date ?? null) : null;
}

export function advanceSchedule(world: World, schedule: Stripe.SubscriptionSchedule, at: number): void {
  const subscription = world.subscriptions.get(idOf(schedule.subscription ?? ''));
  if (!subscription || subscription.ended_at !== null) {
    schedule.status = 'canceled';
    schedule.canceled_at = at;
    schedule.current_phase = null;
    return world.record('subscription_schedule.aborted', schedule, at);
  }
  const next = schedule.phases.find(({ start_date: start }) => start === schedule.current_phase?.end_date);
  if (!next) return endSchedule(world, schedule, subscription, at);
  schedule.current_phase = { start_date: next.start_date, end_date: next.end_date };
  updateSubscription(
    world,
    {
      items: itemsFor(subscription, next),
      proration_behavior: next.proration_behavior,
      ...(Object.keys(next.metadata ?? {}).length > 0 && { metadata: next.metadata ?? {} }),
    },
    subscription.id,
  );
  world.record('subscription_schedule.updated', schedule, at);
}

/** One item takes the place of another where there is one, so that it keeps its ID. */
function itemsFor(
  subscription: Stripe.Subscription,
  phase: Stripe.SubscriptionSchedule.Phase,
): Stripe.SubscriptionUpdateParams.Item[] {
  const wanted = phase.items.map(({ price, quantity }) => ({
    price: idOf(price),
    ...(quantity !== undefined && { quantity }),
  }));
  const kept = subscription.items.data.map((item, index) => {
    const next = wanted[index];
    return next ? { id: item.id, ...next } : { id: item.id, deleted: true };
  });
  return [...kept, ...wanted.slice(subscription.items.data.length)];
}

function endSchedule(
  world: World,
  schedule: Stripe.SubscriptionSchedule,
  subscription: Stripe.Subscription,
  at: number,
): void {
  if (schedule.end_behavior === 'cancel') {
    schedule.status = 'completed';
    schedule.completed_at = at;
    schedule.current_phase = null;
    cancelNow(world, subscription, { reason: 'cancellation_requested' });
    return world.record('subscription_schedule.completed', schedule, at);
  }
  release(world, schedule, at);
}

/** The subscription goes on by itself. */
export function release(world: World, schedule: Stripe.SubscriptionSchedule, at: number): void {
  const subscription = world.subscriptions.get(idOf(schedule.subscription ?? ''));
  schedule.status = 'released';
  schedule.released_at = at;
  schedule.released_subscription = subscription?.id ?? null;
  schedule.subscription = null;
  schedule.current_phase = null;
  if (subscription) {
    subscription.schedule = null;
    world.record('customer.subscription.updated', subscription, at);
  }
  world.record('subscription_schedule.released', schedule, at);
}
