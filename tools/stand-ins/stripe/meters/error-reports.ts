/** Meters tell what they could not count by thin events, which say only where to look. */
import type { Stripe } from 'stripe';
import { Refusal } from '../protocol/refusal.ts';
import { route } from '../protocol/routes.ts';
import type { World } from '../world/world.ts';

type Report = Stripe.V2.Core.Events.V1BillingMeterErrorReportTriggeredEvent;
type NoMeter = Stripe.V2.Core.Events.V1BillingMeterNoMeterFoundEvent;
/** The package adds ways to fetch more to what is on the wire. */
export type ThinEvent = Omit<Report, 'fetchRelatedObject'> | NoMeter;

interface Thin {
  readonly events: Map<string, ThinEvent>;
  readonly listeners: ((event: ThinEvent) => void)[];
}

const thin = new WeakMap<World, Thin>();

function thinOf(world: World): Thin {
  const known = thin.get(world) ?? { events: new Map<string, ThinEvent>(), listeners: [] };
  thin.set(world, known);
  return known;
}

export const thinEventRoutes = [
  route('GET /v2/core/events/{id}', (world, _: object, id = '') => {
    const found = thinOf(world).events.get(id);
    if (!found)
      throw new Refusal(404, { type: 'invalid_request_error', code: 'not_found', message: `Event ${id} not found.` });
    return found;
  }),
];

export function listenToThinEvents(world: World, listener: (event: ThinEvent) => void): void {
  thinOf(world).listeners.push(listener);
}

export function reportError(world: World, meter: Stripe.Billing.Meter, code: string, identifier: string): void {
  tell(world, {
    ...commonOf(world),
    type: 'v1.billing.meter.error_report_triggered',
    data: dataOf(world, code, identifier),
    related_object: { id: meter.id, type: 'billing.meter', url: `/v1/billing/meters/${meter.id}` },
  });
}

export function reportNoMeter(world: World, name: string, identifier: string): void {
  const data = {
    ...dataOf(world, 'no_meter', identifier),
    developer_message_summary: `There is no meter for ${name}.`,
  };
  tell(world, { ...commonOf(world), type: 'v1.billing.meter.no_meter_found', data });
}

function commonOf(world: World) {
  const created = new Date(world.now() * 1000).toISOString();
  return { id: world.nextId('evt_test'), object: 'v2.core.event', created, livemode: false } as const;
}

function dataOf(world: World, code: string, identifier: string): Report['data'] {
  const at = world.now();
  return {
    developer_message_summary: 'There is 1 invalid event',
    reason: {
      error_count: 1,
      error_types: [
        {
          code,
          error_count: 1,
          sample_errors: [{ error_message: code.replaceAll('_', ' '), request: { identifier } }],
        },
      ],
    },
    validation_end: new Date(at * 1000).toISOString(),
    validation_start: new Date((at - 10) * 1000).toISOString(),
  };
}

function tell(world: World, event: ThinEvent): void {
  const { events, listeners } = thinOf(world);
  events.set(event.id, event);
  for (const listener of listeners) listener(event);
}

/** What is sent of it: everything but what happened. */
export function notificationOf(event: ThinEvent): object {
  const { data: _, ...notification } = event;
  return notification;
}
