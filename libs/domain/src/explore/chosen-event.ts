import { z } from 'zod';
import { eventLimits } from '../events/event-limits.ts';
import { eventProperty } from '../segments/tree.ts';
import { line } from '../shared/index.ts';
import { exploreLimits } from './explore-limits.ts';

export const propertyName = line('the name of a property', 200);

/** The events that count: of a name, with these properties. Without a name, everything people do. */
export const chosenEvent = z.object({
  name: line('the name of an event', eventLimits.nameLength).nullable(),
  /** All of them have to be so. */
  properties: z
    .array(eventProperty)
    .max(exploreLimits.properties, `Use at most ${exploreLimits.properties} conditions on properties.`)
    .default([]),
});
chosenEvent.register(z.globalRegistry, { id: 'ExploreEvent' });
export type ChosenEvent = z.output<typeof chosenEvent>;

/** Amounts of these events are money, and money of different currencies is never added up. */
export const amountProperty = 'order_amount';

/** What is counted: how often, how many people, or something made of a numeric property. */
export const measure = z.discriminatedUnion('kind', [
  z.object({ kind: z.literal('events') }),
  z.object({ kind: z.literal('people') }),
  z.object({ kind: z.enum(['sum', 'average', 'minimum', 'maximum']), property: propertyName }),
]);
measure.register(z.globalRegistry, { id: 'ExploreMeasure' });
export type Measure = z.output<typeof measure>;

/** One value for each group: by the values of a property, the most frequent first, and the rest together. */
export const breakdown = z.object({
  property: propertyName,
  /** How many values get a group of their own. */
  most: z
    .int()
    .min(1, 'Show at least one value.')
    .max(exploreLimits.values, `Show at most ${exploreLimits.values} values.`)
    .default(10),
});
breakdown.register(z.globalRegistry, { id: 'ExploreBreakdown' });
export type Breakdown = z.output<typeof breakdown>;

/** Which part of a breakdown: everything, the events with this value (null: without the property), or the rest. */
export const group = z.discriminatedUnion('kind', [
  z.object({ kind: z.literal('all') }),
  z.object({ kind: z.literal('value'), value: z.string().max(1_000).nullable() }),
  z.object({ kind: z.literal('other') }),
]);
group.register(z.globalRegistry, { id: 'ExploreGroup' });
export type Group = z.output<typeof group>;

/** An exact number as text; counts too, so that all values of an answer are read the same way. */
export const decimal = z.preprocess(
  (value) => (typeof value === 'number' ? String(value) : value),
  z.string().regex(/^-?\d+(\.\d+)?$/),
);
