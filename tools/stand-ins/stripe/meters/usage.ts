/** What was reported to meters, and what it adds up to. */
import { Stripe } from 'stripe';
import type { World } from '../world/world.ts';

export interface Reported {
  readonly meter: string;
  readonly customer: string;
  readonly identifier: string;
  readonly timestamp: number;
  readonly value: Stripe.Decimal;
  readonly receivedAt: number;
  isCancelled: boolean;
}

interface Kept {
  readonly byCustomer: Map<string, Reported[]>;
  /** The newest of each. */
  readonly byIdentifier: Map<string, Reported>;
}

const kept = new WeakMap<World, Kept>();

function keptOf(world: World): Kept {
  const known = kept.get(world) ?? {
    byCustomer: new Map<string, Reported[]>(),
    byIdentifier: new Map<string, Reported>(),
  };
  kept.set(world, known);
  return known;
}

/** Of one customer, in the order in which they came. */
export function reportsOf(world: World, meter: string, customer: string): readonly Reported[] {
  return keptOf(world).byCustomer.get(`${meter} ${customer}`) ?? [];
}

export function reportNamed(world: World, identifier: string): Reported | undefined {
  return keptOf(world).byIdentifier.get(identifier);
}

export function keepReport(world: World, reported: Reported): void {
  const { byCustomer, byIdentifier } = keptOf(world);
  const key = `${reported.meter} ${reported.customer}`;
  const own = byCustomer.get(key) ?? [];
  own.push(reported);
  byCustomer.set(key, own);
  byIdentifier.set(reported.identifier, reported);
}

/** What a meter counted for a customer from the beginning of a period to just before its end. */
export function usageOf(
  world: World,
  meterId: string,
  customer: string,
  { start, end }: { readonly start: number; readonly end: number },
): number {
  const meter = world.meters.get(meterId);
  if (!meter) return 0;
  const within = reportsOf(world, meterId, customer).filter(
    ({ timestamp, isCancelled }) => !isCancelled && timestamp >= start && timestamp < end,
  );
  return valueOf(meter, within);
}

function valueOf(meter: Stripe.Billing.Meter, reported: readonly Reported[]): number {
  const counted = meter.event_time_window === null ? reported : newestOfEachWindow(reported, windowOf(meter));
  const { formula } = meter.default_aggregation;
  if (formula === 'count') return counted.length;
  if (formula === 'last')
    return (
      counted
        .toSorted((one, other) => one.timestamp - other.timestamp)
        .at(-1)
        ?.value.toNumber() ?? 0
    );
  return counted.reduce((sum, { value }) => sum.add(value), Stripe.Decimal.zero).toNumber();
}

export function windowOf({ event_time_window: window }: Stripe.Billing.Meter): number {
  return window === 'day' ? 86_400 : 3600;
}

/** Totals were added up before they were sent: the last that came for an hour or a day counts. */
function newestOfEachWindow(reported: readonly Reported[], length: number): readonly Reported[] {
  return [...new Map(reported.map((one) => [Math.floor(one.timestamp / length), one])).values()];
}
