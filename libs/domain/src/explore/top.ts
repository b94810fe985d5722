import { z } from 'zod';
import { count } from '../shared/index.ts';
import { chosenEvent, decimal, group, measure, propertyName } from './chosen-event.ts';
import { exploreLimits } from './explore-limits.ts';
import { asked, period } from './period.ts';

/** A list of values, the greatest first: products, pages, events. */
export const topQuery = z.object({
  kind: z.literal('top'),
  period,
  event: chosenEvent,
  /** Whose values are listed; null for the names of events. */
  property: propertyName.nullable(),
  measure: measure.default({ kind: 'events' }),
  most: z.int().min(1).max(exploreLimits.top, `Show at most ${exploreLimits.top}.`).default(20),
});
topQuery.register(z.globalRegistry, { id: 'TopQuery' });
export type TopQuery = z.output<typeof topQuery>;

export const topAnswer = asked.extend({
  kind: z.literal('top'),
  /** By the measure; of equal ones the first by value. */
  items: z.array(z.object({ value: z.string().nullable(), amount: decimal.nullable(), events: count })),
  /** What is not listed; null when everything is. */
  other: z.object({ values: count, amount: decimal.nullable(), events: count }).nullable(),
});
topAnswer.register(z.globalRegistry, { id: 'TopAnswer' });
export type TopAnswer = z.output<typeof topAnswer>;

export const topPeople = z.object({ kind: z.literal('top'), group });
