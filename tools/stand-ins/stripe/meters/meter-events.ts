/** https://docs.stripe.com/billing/subscriptions/usage-based/recording-usage-api */
import { Stripe } from 'stripe';
import { invalid } from '../protocol/refusal.ts';
import { route } from '../protocol/routes.ts';
import type { World } from '../world/world.ts';
import { reportError, reportNoMeter } from './error-reports.ts';
import { keepReport, reportNamed } from './usage.ts';

export const meterEventRoutes = [
  route('POST /v1/billing/meter_events', createMeterEvent),
  route('POST /v1/billing/meter_event_adjustments', adjust),
];

const PAST_S = 35 * 86_400;
const AHEAD_S = 5 * 60;
/** So long an identifier is not taken twice, and an event can be cancelled. */
const UNIQUE_FOR_S = 86_400;

/** What is wrong with the payload is told later, by an event; what is wrong with the call at once. */
function createMeterEvent(world: World, params: Stripe.Billing.MeterEventCreateParams): Stripe.Billing.MeterEvent {
  const { event_name: name, payload } = params;
  const meter = [...world.meters.values()].find((one) => one.event_name === name);
  const customerKey = meter?.customer_mapping.event_payload_key ?? 'stripe_customer_id';
  const customer = world.customers.get(payload[customerKey] ?? '');
  const now = world.now(customer ?? null);
  const timestamp = params.timestamp ?? now;
  if (timestamp < now - PAST_S)
    throw invalid('The timestamp must be within the past 35 calendar days.', {
      code: 'timestamp_too_far_in_past',
      param: 'timestamp',
    });
  if (timestamp > now + AHEAD_S)
    throw invalid('The timestamp must be at most 5 minutes in the future.', {
      code: 'timestamp_in_future',
      param: 'timestamp',
    });
  const identifier = params.identifier ?? world.nextId('mev', 32);
  if (identifier.length > 100) throw invalid('An identifier can have up to 100 characters.', { param: 'identifier' });
  const known = reportNamed(world, identifier);
  if (known && known.receivedAt > now - UNIQUE_FOR_S)
    throw invalid(`An event already exists with identifier ${identifier}.`, {
      code: 'duplicate_meter_event',
      param: 'identifier',
    });
  const event: Stripe.Billing.MeterEvent = {
    object: 'billing.meter_event',
    created: now,
    event_name: name,
    identifier,
    livemode: false,
    payload: { ...payload },
    timestamp,
  };
  count(world, meter, customer, event);
  return event;
}

function count(
  world: World,
  meter: Stripe.Billing.Meter | undefined,
  customer: Stripe.Customer | undefined,
  { payload, identifier, timestamp, created, event_name: name }: Stripe.Billing.MeterEvent,
): void {
  if (!meter) return reportNoMeter(world, name, identifier);
  if (meter.status !== 'active') return reportError(world, meter, 'archived_meter', identifier);
  if (!(meter.customer_mapping.event_payload_key in payload))
    return reportError(world, meter, 'meter_event_no_customer_defined', identifier);
  if (!customer) return reportError(world, meter, 'meter_event_customer_not_found', identifier);
  const text =
    payload[meter.value_settings.event_payload_key] ?? (meter.default_aggregation.formula === 'count' ? '1' : '');
  if (!/^\d+(\.\d+)?$/.test(text)) return reportError(world, meter, 'meter_event_invalid_value', identifier);
  if (text.replace('.', '').length > 15)
    return reportError(world, meter, 'meter_event_value_too_many_digits', identifier);
  keepReport(world, {
    meter: meter.id,
    customer: customer.id,
    identifier,
    timestamp,
    value: Stripe.Decimal.from(text),
    receivedAt: created,
    isCancelled: false,
  });
}

function adjust(
  world: World,
  params: Stripe.Billing.MeterEventAdjustmentCreateParams,
): Stripe.Billing.MeterEventAdjustment {
  const identifier = params.cancel?.identifier;
  if (identifier === undefined)
    throw invalid('Missing required param: cancel[identifier].', {
      code: 'parameter_missing',
      param: 'cancel[identifier]',
    });
  const meter = [...world.meters.values()].find((one) => one.event_name === params.event_name);
  const event = reportNamed(world, identifier);
  if (!event || event.meter !== meter?.id)
    throw invalid(`No meter event with identifier ${identifier}.`, {
      code: 'resource_missing',
      param: 'cancel[identifier]',
    });
  if (event.receivedAt <= world.now(world.customers.get(event.customer) ?? null) - UNIQUE_FOR_S)
    throw invalid('Only events that were received within the last 24 hours can be cancelled.', {
      param: 'cancel[identifier]',
    });
  event.isCancelled = true;
  return {
    object: 'billing.meter_event_adjustment',
    cancel: { identifier },
    event_name: params.event_name,
    livemode: false,
    status: 'complete',
    type: 'cancel',
  };
}
