import { z } from 'zod';
import { instantOf, wallTimeIn } from '../shared/index.ts';

/** ISO 8601: Monday is 1, Sunday 7. */
export const weekdays = [1, 2, 3, 4, 5, 6, 7] as const;

const hour = z.int('Choose an hour.').min(0).max(23);

/** When a schedule is due, by the clocks of the organization's time zone. */
export const timing = z.discriminatedUnion('kind', [
  z.object({ kind: z.literal('daily'), hour }),
  z.object({
    kind: z.literal('weekly'),
    weekdays: z
      .array(z.literal([...weekdays]))
      .min(1, 'Choose at least one day of the week.')
      .max(7)
      .refine((days) => new Set(days).size === days.length, 'Choose each day of the week once.'),
    hour,
  }),
  /** In a month that has no such day, on its last. */
  z.object({ kind: z.literal('monthly'), day: z.int('Choose a day of the month.').min(1).max(31), hour }),
]);
timing.register(z.globalRegistry, { id: 'DashboardTiming' });
export type Timing = z.output<typeof timing>;

const dayMs = 86_400_000;
/** No rule skips more days than a month has. */
const mostDays = 64;

/**
 * The first due time after this instant. Each day has one at most, whatever the clocks do: an hour that is skipped comes later by
 * as much as they jump, and of one that comes twice the second is meant. A day that a zone skips altogether becomes the next.
 */
export function nextDueAfter(rule: Timing, timeZone: string, after: Date): Date {
  const clock = `T${String(rule.hour).padStart(2, '0')}:00`;
  const first = Date.parse(wallTimeIn(timeZone, after).slice(0, 10)) - dayMs; // the day before may fall on this one
  for (let index = 0; index < mostDays; index++) {
    const day = new Date(first + index * dayMs);
    if (!isDay(rule, day)) continue;
    const due = instantOf(`${day.toISOString().slice(0, 10)}${clock}`, timeZone);
    if (due > after) return due;
  }
  throw new Error('Every rule names a day in each month.');
}

/** Every due time from the one given until `until`, which may be one; the latest `most` of them. */
export function dueTimes(rule: Timing, timeZone: string, { from, until, most }: Due): readonly Date[] {
  const found: Date[] = [];
  for (let due = from; due <= until; due = nextDueAfter(rule, timeZone, due)) {
    found.push(due);
    if (found.length > most) found.shift();
  }
  return found;
}

interface Due {
  readonly from: Date;
  readonly until: Date;
  readonly most: number;
}

function isDay(rule: Timing, day: Date): boolean {
  if (rule.kind === 'daily') return true;
  if (rule.kind === 'weekly') return rule.weekdays.some((each) => each % 7 === day.getUTCDay());
  const last = new Date(Date.UTC(day.getUTCFullYear(), day.getUTCMonth() + 1, 0)).getUTCDate();
  return day.getUTCDate() === Math.min(rule.day, last);
}
