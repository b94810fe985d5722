import type { Stripe } from 'stripe';
import { pageOf } from '../protocol/page.ts';
import { invalid } from '../protocol/refusal.ts';
import { route } from '../protocol/routes.ts';
import { cancelNow } from '../subscriptions/cancel.ts';
import { changedMetadata, get, idOf, type World } from '../world/world.ts';
import { release } from './advance.ts';
import { phasesOf, scheduleOf } from './new-schedule.ts';

/** For changes at the end of a period: of subscriptions that are there already. */
export const scheduleRoutes = [
  route('POST /v1/subscription_schedules', createSchedule),
  route('GET /v1/subscription_schedules/{id}', (world, _: object, id) =>
    get(world.schedules, 'subscription schedule', id),
  ),
  route('POST /v1/subscription_schedules/{id}', updateSchedule),
  route('POST /v1/subscription_schedules/{id}/release', (world, _: object, id) => {
    const schedule = active(world, id);
    release(world, schedule, world.now(schedule));
    return schedule;
  }),
  route('POST /v1/subscription_schedules/{id}/cancel', (world, params: Stripe.SubscriptionScheduleCancelParams, id) => {
    const schedule = active(world, id);
    const at = world.now(schedule);
    const { invoice_now: invoiceNow = true, prorate = true } = params;
    const subscription = world.subscriptions.get(idOf(schedule.subscription ?? ''));
    schedule.status = 'canceled';
    schedule.canceled_at = at;
    schedule.current_phase = null;
    if (subscription) cancelNow(world, subscription, { invoiceNow, prorate, reason: 'cancellation_requested' });
    world.record('subscription_schedule.canceled', schedule, at);
    return schedule;
  }),
  route('GET /v1/subscription_schedules', (world, params: Stripe.SubscriptionScheduleListParams) => {
    const { customer } = params;
    return pageOf(world.schedules.among(customer), '/v1/subscription_schedules', params);
  }),
];

function createSchedule(world: World, params: Stripe.SubscriptionScheduleCreateParams): Stripe.SubscriptionSchedule {
  const from = params.from_subscription;
  if (from === undefined)
    throw invalid('The stand-in only makes schedules from subscriptions.', { param: 'from_subscription' });
  const subscription = get(world.subscriptions, 'subscription', from, 'from_subscription');
  if (subscription.ended_at !== null)
    throw invalid('You cannot migrate a subscription that is already canceled.', { param: 'from_subscription' });
  if (subscription.schedule !== null)
    throw invalid('You cannot migrate a subscription that is already attached to a schedule.', {
      param: 'from_subscription',
    });
  const schedule = scheduleOf(world, subscription);
  world.schedules.set(schedule.id, schedule);
  subscription.schedule = schedule.id;
  const at = world.now(subscription);
  world.record('subscription_schedule.created', schedule, at);
  world.record('customer.subscription.updated', subscription, at);
  return schedule;
}

function active(world: World, id = ''): Stripe.SubscriptionSchedule {
  const schedule = get(world.schedules, 'subscription schedule', id);
  if (schedule.status === 'active' || schedule.status === 'not_started') return schedule;
  throw invalid(`You cannot change a subscription schedule that is ${schedule.status}.`);
}

function updateSchedule(
  world: World,
  params: Stripe.SubscriptionScheduleUpdateParams,
  id = '',
): Stripe.SubscriptionSchedule {
  const schedule = active(world, id);
  const subscription = get(world.subscriptions, 'subscription', idOf(schedule.subscription ?? ''));
  const { phases, end_behavior: ending, proration_behavior: _ } = params;
  if (phases) {
    const next = phasesOf(world, subscription, phases, schedule.phases);
    const now = world.now(subscription);
    const current = next.find(({ start_date: start, end_date: end }) => start <= now && now < end);
    if (!current) throw invalid('One of the phases has to be the current one.', { param: 'phases' });
    schedule.phases = next;
    schedule.current_phase = { start_date: current.start_date, end_date: current.end_date };
  }
  if (ending !== undefined && ending !== 'release' && ending !== 'cancel')
    throw invalid('The stand-in only knows release and cancel.', { param: 'end_behavior' });
  schedule.end_behavior = ending ?? schedule.end_behavior;
  schedule.metadata = changedMetadata(schedule.metadata, params.metadata);
  world.record('subscription_schedule.updated', schedule, world.now(schedule));
  return schedule;
}
