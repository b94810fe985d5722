import { z } from 'zod';
import { count, timestamp } from '../shared/index.ts';
import { breakdown, chosenEvent, decimal, group, measure } from './chosen-event.ts';
import { exploreLimits } from './explore-limits.ts';
import { asked, intervals, period } from './period.ts';

/** How something develops: one line for each event, or for each value of a breakdown. */
export const seriesQuery = z.object({
  kind: z.literal('series'),
  period,
  interval: z.enum(intervals),
  events: z
    .array(chosenEvent)
    .min(1, 'Choose an event.')
    .max(exploreLimits.events, `Choose at most ${exploreLimits.events} events.`),
  /** `order_amount` has one line for each currency, unless there is another breakdown; then choose one with a property. */
  measure: measure.default({ kind: 'events' }),
  breakdown: breakdown.nullable().default(null),
  /** The same number of days right before, point by point. */
  comparesBefore: z.boolean().default(false),
});
seriesQuery.register(z.globalRegistry, { id: 'SeriesQuery' });
export type SeriesQuery = z.output<typeof seriesQuery>;

/** Null where there is nothing to measure: the average, least or greatest of nothing. Counts and sums are 0 then. */
const values = z.array(decimal.nullable());

export const seriesAnswer = asked.extend({
  kind: z.literal('series'),
  interval: z.enum(intervals),
  /** When each point begins and ends; the last may not be over, and those to come are left out. */
  points: z.array(z.object({ from: timestamp, to: timestamp, isComplete: z.boolean() })),
  lines: z.array(
    z.object({
      /** Which of the events asked for, from 0. */
      event: count,
      name: z.string().nullable(),
      group,
      values,
      /** Of the whole period. People count once in it, so it is not the sum of the points. */
      total: decimal.nullable(),
      before: z.object({ values, total: decimal.nullable() }).nullable(),
    }),
  ),
  /** What a currency breakdown was added for, or null: the property whose values the lines have. */
  breakdownProperty: z.string().nullable(),
  /** The period compared with. */
  before: z.object({ from: timestamp, to: timestamp }).nullable(),
});
seriesAnswer.register(z.globalRegistry, { id: 'SeriesAnswer' });
export type SeriesAnswer = z.output<typeof seriesAnswer>;

export const seriesPeople = z.object({
  kind: z.literal('series'),
  event: z
    .int()
    .min(0)
    .max(exploreLimits.events - 1)
    .default(0),
  group: group.default({ kind: 'all' }),
  /** The beginning of a point; null for the whole period. */
  point: timestamp.nullable().default(null),
});
