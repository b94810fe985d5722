import type { Meter } from '@engagex/domain/usage';

/** As long as a price of a meter was paid for: `until` is the first moment when it was not, null while it is. */
export interface MeteredSpan {
  readonly meter: Meter;
  readonly priceId: string;
  readonly customerId: string;
  readonly from: Date;
  readonly until: Date | null;
}

/** Whole hours that are billed at a price. */
export interface MeteredHours {
  readonly meter: Meter;
  readonly priceId: string;
  readonly customerId: string;
  readonly from: Date;
  readonly until: Date;
}

const hourMs = 3_600_000;

/**
 * The hours of spans that are billed, up to a whole hour. An hour counts when the meter was paid for all through it: what was used
 * before the subscription began, or after it ended, is never billed. When a price takes the place of another within an hour, the
 * whole hour is billed at the new one.
 */
export function meteredHours(spans: readonly MeteredSpan[], horizon: Date): readonly MeteredHours[] {
  return runsOf(spans).flatMap((run) => {
    const begin = ceilHour(run[0]?.from ?? horizon);
    return run.flatMap((span): MeteredHours[] => {
      const { meter, priceId, customerId } = span;
      const from = Math.max(floorHour(span.from), begin);
      const until = floorHour(span.until && span.until < horizon ? span.until : horizon);
      return from < until ? [{ meter, priceId, customerId, from: new Date(from), until: new Date(until) }] : [];
    });
  });
}

/** Spans of a meter that follow each other without a gap. Where two overlap, the later takes over as it begins. */
function runsOf(spans: readonly MeteredSpan[]): MeteredSpan[][] {
  const runs: MeteredSpan[][] = [];
  const inOrder = spans.toSorted(
    (one, other) => one.meter.localeCompare(other.meter) || one.from.getTime() - other.from.getTime(),
  );
  for (const span of inOrder) {
    const run = runs.at(-1);
    const before = run?.at(-1);
    if (!run || !before || before.meter !== span.meter || endOf(before) < span.from.getTime()) {
      runs.push([span]);
      continue;
    }
    if (endOf(span) <= endOf(before)) continue; // of a second subscription, which was ended again
    run[run.length - 1] = { ...before, until: span.from };
    run.push(span);
  }
  return runs;
}

function endOf({ until }: MeteredSpan): number {
  return until?.getTime() ?? Infinity;
}

/**
 * The hours whose usage is in a line of an invoice. Usage of an hour is dated at its last second, so the hour in which a
 * period ends belongs to the next.
 */
export function hoursOfPeriod(from: Date, until: Date): { readonly from: Date; readonly until: Date } {
  return { from: new Date(floorHour(from)), until: new Date(floorHour(until)) };
}

/** Hours of the first that are also in the second; null where there are none. */
export function common<T extends { readonly from: Date; readonly until: Date }>(
  hours: T,
  period: { readonly from: Date; readonly until: Date },
): T | null {
  const from = hours.from > period.from ? hours.from : period.from;
  const until = hours.until < period.until ? hours.until : period.until;
  return from < until ? { ...hours, from, until } : null;
}

function floorHour(at: Date): number {
  return Math.floor(at.getTime() / hourMs) * hourMs;
}

function ceilHour(at: Date): number {
  return Math.ceil(at.getTime() / hourMs) * hourMs;
}
