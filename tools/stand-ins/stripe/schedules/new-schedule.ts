import type { Stripe } from 'stripe';
import { invalid } from '../protocol/refusal.ts';
import { isMetered, priceOf } from '../subscriptions/items.ts';
import { nth } from '../time/periods.ts';
import { changedMetadata, idOf, type World } from '../world/world.ts';

type Phase = Stripe.SubscriptionSchedule.Phase;
type PhaseParams = Stripe.SubscriptionScheduleUpdateParams.Phase;

/** Of a subscription that is there: its first phase is what it has now, until the end of its period. */
export function scheduleOf(world: World, subscription: Stripe.Subscription): Stripe.SubscriptionSchedule {
  const at = world.now(subscription);
  const [item] = subscription.items.data;
  const phase: Phase = {
    ...emptyPhase(subscription),
    items: subscription.items.data.map((one) => phaseItem(one.price, one.quantity)),
    start_date: item?.current_period_start ?? at,
    end_date: item?.current_period_end ?? at,
  };
  return {
    id: world.nextId('sub_sched'),
    object: 'subscription_schedule',
    application: null,
    billing_mode: { flexible: null, type: subscription.billing_mode.type },
    canceled_at: null,
    completed_at: null,
    created: at,
    current_phase: { start_date: phase.start_date, end_date: phase.end_date },
    customer: idOf(subscription.customer),
    customer_account: null,
    default_settings: {
      application_fee_percent: null,
      billing_cycle_anchor: 'automatic',
      billing_thresholds: null,
      collection_method: subscription.collection_method,
      default_payment_method: null,
      description: null,
      invoice_settings: {
        account_tax_ids: null,
        custom_fields: null,
        days_until_due: null,
        description: null,
        footer: null,
        issuer: { type: 'self' },
      },
      on_behalf_of: null,
      transfer_data: null,
    },
    end_behavior: 'release',
    livemode: false,
    metadata: {},
    pause_schedules: [],
    phases: [phase],
    released_at: null,
    released_subscription: null,
    status: 'active',
    subscription: subscription.id,
    test_clock: subscription.test_clock,
  };
}

function emptyPhase(subscription: Stripe.Subscription): Omit<Phase, 'start_date' | 'end_date' | 'items'> {
  return {
    add_invoice_items: [],
    application_fee_percent: null,
    billing_cycle_anchor: null,
    billing_thresholds: null,
    collection_method: null,
    currency: subscription.currency,
    default_payment_method: null,
    description: null,
    discounts: [],
    invoice_settings: null,
    metadata: {},
    on_behalf_of: null,
    proration_behavior: 'create_prorations',
    transfer_data: null,
    trial_end: null,
  };
}

function phaseItem(price: Stripe.Price, quantity: number | undefined): Phase['items'][number] {
  return {
    billing_thresholds: null,
    discounts: [],
    metadata: {},
    plan: price.id,
    price: price.id,
    ...(!isMetered({ price }) && { quantity: quantity ?? 1 }),
    tax_rates: [],
  };
}

/** As they are given for a change: each begins where the one before ends. */
export function phasesOf(
  world: World,
  subscription: Stripe.Subscription,
  wanted: readonly PhaseParams[],
  known: readonly Phase[],
): Phase[] {
  let start = known[0]?.start_date ?? world.now(subscription);
  return wanted.map((phase, index) => {
    const begins = typeof phase.start_date === 'number' ? phase.start_date : start;
    if (index > 0 && begins !== start)
      throw invalid('Each phase has to begin when the one before it ends.', { param: `phases[${index}][start_date]` });
    const end = endOf(phase, begins, index);
    start = end;
    return {
      ...emptyPhase(subscription),
      items: phase.items.map((item, place) =>
        phaseItem(priceOf(world, item, `phases[${index}][items][${place}]`), item.quantity),
      ),
      metadata: changedMetadata(null, phase.metadata),
      proration_behavior: phase.proration_behavior ?? 'create_prorations',
      start_date: begins,
      end_date: end,
    };
  });
}

function endOf({ end_date: end, duration }: PhaseParams, start: number, index: number): number {
  if (typeof end === 'number' && duration)
    throw invalid('You may only specify one of these parameters: end_date, duration.', {
      code: 'parameters_exclusive',
    });
  if (duration) return nth(start, { interval: duration.interval, interval_count: duration.interval_count ?? 1 }, 1);
  if (typeof end !== 'number')
    throw invalid(`Missing required param: phases[${index}][end_date].`, {
      code: 'parameter_missing',
      param: `phases[${index}][end_date]`,
    });
  if (end <= start) throw invalid('A phase has to end after it begins.', { param: `phases[${index}][end_date]` });
  return end;
}
