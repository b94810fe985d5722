import { z } from 'zod';
import { count } from '../shared/index.ts';
import { breakdown, chosenEvent, group } from './chosen-event.ts';
import { exploreLimits } from './explore-limits.ts';
import { asked, period } from './period.ts';

/**
 * `ordered`: in this order, with anything in between. `strict`: each step is the next thing the person does. `any`: all of them, in any
 * order.
 */
export const funnelOrders = ['ordered', 'strict', 'any'] as const;
export type FunnelOrder = (typeof funnelOrders)[number];

const minutesOf = { minute: 1, hour: 60, day: 24 * 60 } as const;

/** How long after the first step the last may come, that moment included. */
export const funnelWindow = z
  .object({
    count: z.int('Enter a whole number.').min(1, 'Enter at least 1.'),
    unit: z.enum(['minute', 'hour', 'day']),
  })
  .refine(
    ({ count: of, unit }) => of * minutesOf[unit] <= exploreLimits.funnelWindowDays * minutesOf.day,
    `Choose at most ${exploreLimits.funnelWindowDays} days.`,
  );
export type FunnelWindow = z.output<typeof funnelWindow>;

export function windowMs({ count: of, unit }: FunnelWindow): number {
  return of * minutesOf[unit] * 60_000;
}

/** How many people take one step after another. */
export const funnelQuery = z
  .object({
    kind: z.literal('funnel'),
    period,
    steps: z
      .array(chosenEvent)
      .min(2, 'Choose at least two steps.')
      .max(exploreLimits.funnelSteps, `Choose at most ${exploreLimits.funnelSteps} steps.`),
    order: z.enum(funnelOrders).default('ordered'),
    window: funnelWindow.default({ count: 14, unit: 'day' }),
    /** An attempt ends when one of these happens after its first step. */
    exclusions: z
      .array(chosenEvent)
      .max(exploreLimits.funnelExclusions, `Choose at most ${exploreLimits.funnelExclusions} events that end it.`)
      .default([]),
    /** By a property of the event that the attempt begins with, so that the parts add up to the whole. */
    breakdown: breakdown.nullable().default(null),
  })
  .superRefine(({ order, steps }, context) => {
    if (order !== 'any') return;
    const anything = steps.some(({ name }) => name === null);
    const names = Map.groupBy(steps, ({ name }) => (anything ? null : name));
    if ([...names.values()].every(({ length }) => length <= exploreLimits.sameEventInAnyOrder)) return;
    const message = `In a funnel of any order, use the same event for at most ${exploreLimits.sameEventInAnyOrder} steps.`;
    context.addIssue({ code: 'custom', path: ['steps'], message });
  });
funnelQuery.register(z.globalRegistry, { id: 'FunnelQuery' });
export type FunnelQuery = z.output<typeof funnelQuery>;

const part = z.object({
  group,
  /** For each step, the people who got that far. Each person counts once, with the last attempt that got farthest. */
  people: z.array(count),
  /**
   * Half of those who got to each step needed at most so many seconds from the first, in their last attempt that got there. Null for
   * the first step, for nobody, and in any order.
   */
  medianSeconds: z.array(z.number().min(0).nullable()),
});

export const funnelAnswer = asked.extend({
  kind: z.literal('funnel'),
  steps: z.array(z.object({ name: z.string().nullable() })),
  /** Everybody. */
  whole: part,
  /** With a breakdown: parts that add up to the whole, the largest first, what is left last. */
  parts: z.array(part),
});
funnelAnswer.register(z.globalRegistry, { id: 'FunnelAnswer' });
export type FunnelAnswer = z.output<typeof funnelAnswer>;

export const funnelPeople = z.object({
  kind: z.literal('funnel'),
  /** From 0. In a funnel of any order, how many steps they took, less one. */
  step: z
    .int()
    .min(0)
    .max(exploreLimits.funnelSteps - 1),
  /** Those who got to the step, or those who got to it and no further. */
  outcome: z.enum(['reached', 'stopped']),
  group: group.default({ kind: 'all' }),
});
