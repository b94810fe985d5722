import type { Stripe } from 'stripe';
import { pageOf } from '../protocol/page.ts';
import { invalid } from '../protocol/refusal.ts';
import { route } from '../protocol/routes.ts';
import { get, type World } from '../world/world.ts';
import { reportsOf, usageOf } from './usage.ts';

export const meterRoutes = [
  route('POST /v1/billing/meters', createMeter),
  route('GET /v1/billing/meters/{id}', (world, _: object, id) => get(world.meters, 'meter', id)),
  route('POST /v1/billing/meters/{id}', (world, params: Stripe.Billing.MeterUpdateParams, id) => {
    const meter = get(world.meters, 'meter', id);
    meter.display_name = params.display_name ?? meter.display_name;
    meter.updated = world.now();
    world.record('billing.meter.updated', meter, world.now());
    return meter;
  }),
  route('POST /v1/billing/meters/{id}/deactivate', (world, _: object, id) => setStatus(world, id, 'inactive')),
  route('POST /v1/billing/meters/{id}/reactivate', (world, _: object, id) => setStatus(world, id, 'active')),
  route('GET /v1/billing/meters/{id}/event_summaries', summarize),
  route('GET /v1/billing/meters', (world, params: Stripe.Billing.MeterListParams) => {
    const { status: wanted } = params;
    const all = [...world.meters.values()].filter(({ status }) => wanted === undefined || status === wanted);
    return pageOf(all, '/v1/billing/meters', params);
  }),
];

function createMeter(world: World, params: Stripe.Billing.MeterCreateParams): Stripe.Billing.Meter {
  const at = world.now();
  if ([...world.meters.values()].some((one) => one.status === 'active' && one.event_name === params.event_name))
    throw invalid(`There is already an active meter with the event name ${params.event_name}.`, {
      code: 'resource_already_exists',
      param: 'event_name',
    });
  const meter: Stripe.Billing.Meter = {
    id: world.nextId('mtr'),
    object: 'billing.meter',
    created: at,
    customer_mapping: {
      event_payload_key: params.customer_mapping?.event_payload_key ?? 'stripe_customer_id',
      type: 'by_id',
    },
    default_aggregation: { formula: params.default_aggregation.formula },
    display_name: params.display_name,
    event_name: params.event_name,
    event_time_window: params.event_time_window ?? null,
    livemode: false,
    status: 'active',
    status_transitions: { deactivated_at: null },
    updated: at,
    value_settings: { event_payload_key: params.value_settings?.event_payload_key ?? 'value' },
  };
  world.meters.set(meter.id, meter);
  world.record('billing.meter.created', meter, at);
  return meter;
}

function setStatus(world: World, id: string | undefined, status: 'active' | 'inactive'): Stripe.Billing.Meter {
  const meter = get(world.meters, 'meter', id ?? '');
  const at = world.now();
  meter.status = status;
  meter.updated = at;
  meter.status_transitions.deactivated_at = status === 'inactive' ? at : null;
  world.record(status === 'inactive' ? 'billing.meter.deactivated' : 'billing.meter.reactivated', meter, at);
  return meter;
}

/** One for the whole time, or one for each hour or day in which something was used. */
function summarize(
  world: World,
  params: Stripe.Billing.MeterListEventSummariesParams,
  id = '',
): Stripe.ApiList<Stripe.Billing.MeterEventSummary> {
  const meter = get(world.meters, 'meter', id);
  const { customer, start_time: start, end_time: end, value_grouping_window: window } = params;
  get(world.customers, 'customer', customer, 'customer');
  const step = window === undefined ? 60 : window === 'day' ? 86_400 : 3600;
  for (const [param, time] of [
    ['start_time', start],
    ['end_time', end],
  ] as const) {
    if (time % step !== 0) throw invalid(`${param} must be aligned with the time window.`, { param });
  }
  if (end <= start) throw invalid('end_time must be after start_time.', { param: 'end_time' });
  const summary = (from: number, to: number): Stripe.Billing.MeterEventSummary => ({
    id: `mtrusg_${meter.id.slice(4)}_${customer.slice(4)}_${from}`,
    object: 'billing.meter_event_summary',
    aggregated_value: usageOf(world, meter.id, customer, { start: from, end: to }),
    end_time: to,
    livemode: false,
    meter: meter.id,
    start_time: from,
  });
  const url = `/v1/billing/meters/${id}/event_summaries`;
  if (window === undefined) return pageOf([summary(start, end)], url, params);
  const used = reportsOf(world, meter.id, customer)
    .filter(({ timestamp, isCancelled }) => !isCancelled && timestamp >= start && timestamp < end)
    .map(({ timestamp }) => Math.floor(timestamp / step) * step);
  const windows = [...new Set(used)].toSorted((one, other) => one - other);
  return pageOf(
    windows.map((from) => summary(from, from + step)),
    url,
    params,
  );
}
