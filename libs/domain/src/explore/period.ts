import { z } from 'zod';
import { timestamp } from '../shared/index.ts';
import { weekStarts } from '../shared/week-start.ts';
import { exploreLimits } from './explore-limits.ts';

export const intervals = ['hour', 'day', 'week', 'month'] as const;
export type Interval = (typeof intervals)[number];

export { weekStarts, type WeekStart } from '../shared/week-start.ts';

export const day = z.iso
  .date('Enter a date such as 2026-03-31.')
  .refine((value) => value >= '1970-01-02' && value < '2200', 'Enter a year from 1970 to 2199.');
const dayMs = 86_400_000;

/** Whole days of the organization, by when things happened. The last days end with today. */
export const period = z
  .discriminatedUnion('kind', [
    z.object({
      kind: z.literal('last'),
      days: z
        .int('Enter a number of days.')
        .min(1, 'Choose at least one day.')
        .max(exploreLimits.periodDays, `Choose at most ${exploreLimits.periodDays} days.`),
    }),
    /** Both days are part of it. */
    z.object({ kind: z.literal('between'), from: day, to: day }),
  ])
  .superRefine((value, context) => {
    if (value.kind === 'last') return;
    const message =
      value.to < value.from
        ? 'The period ends before it begins.'
        : daysOf(value) > exploreLimits.periodDays && `Choose at most ${exploreLimits.periodDays} days.`;
    if (message) context.addIssue({ code: 'custom', path: ['to'], message });
  });
period.register(z.globalRegistry, { id: 'ExplorePeriod' });
export type Period = z.output<typeof period>;

/** How many days a period has. */
export function daysOf(value: Period): number {
  if (value.kind === 'last') return value.days;
  return Math.round((Date.parse(value.to) - Date.parse(value.from)) / dayMs) + 1;
}

/** What every answer says of the time it is about. */
export const asked = z.object({
  timeZone: z.string(),
  weekStart: z.enum(weekStarts),
  /** The period from its beginning up to, but not including, its end. */
  from: timestamp,
  to: timestamp,
  /** When it was answered; the period may not be over. */
  asOf: timestamp,
});
