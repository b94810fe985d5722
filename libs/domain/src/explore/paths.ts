import { z } from 'zod';
import { count } from '../shared/index.ts';
import { chosenEvent, propertyName } from './chosen-event.ts';
import { exploreLimits } from './explore-limits.ts';
import { asked, period } from './period.ts';

/** What people do next, or did before. Each person counts once. */
export const pathsQuery = z.object({
  kind: z.literal('paths'),
  period,
  /** `after`: from the first of these events in the period. `before`: up to the last of them. */
  direction: z.enum(['after', 'before']).default('after'),
  event: chosenEvent,
  /** The values of this property tell steps apart, such as `path`; events without it go by their names. */
  property: propertyName.nullable().default(null),
  /** How many steps are shown besides the chosen event. The same step several times in a row is one. */
  steps: z
    .int()
    .min(1, 'Show at least one step.')
    .max(exploreLimits.pathSteps, `Show at most ${exploreLimits.pathSteps} steps.`)
    .default(4),
  /** How many different steps are shown in each place; the rest are one, "other". */
  most: z
    .int()
    .min(1)
    .max(exploreLimits.pathNodes, `Show at most ${exploreLimits.pathNodes} in each place.`)
    .default(8),
  /** A path ends where nothing happens for so long. */
  gapMinutes: z
    .int()
    .min(1, 'Enter at least one minute.')
    .max(exploreLimits.pathGapMinutes, 'Enter at most 24 hours.')
    .default(30),
});
pathsQuery.register(z.globalRegistry, { id: 'PathsQuery' });
export type PathsQuery = z.output<typeof pathsQuery>;

/** A step in its place: 0 is the chosen event. `name` is null for the others together. */
const node = z.object({
  place: count,
  name: z.string().nullable(),
  /** The value of the property, where steps are told apart by it. */
  value: z.string().nullable(),
});
export type PathNode = z.output<typeof node>;

export const pathsAnswer = asked.extend({
  kind: z.literal('paths'),
  direction: z.enum(['after', 'before']),
  nodes: z.array(node.extend({ people: count, /** Whose path ends here. */ ended: count })),
  /** From a step in one place to a step in the next place away from the chosen event. */
  links: z.array(z.object({ from: node, to: node, people: count })),
});
pathsAnswer.register(z.globalRegistry, { id: 'PathsAnswer' });
export type PathsAnswer = z.output<typeof pathsAnswer>;

export const pathsPeople = z.object({
  kind: z.literal('paths'),
  node,
  /** Only those who went on to this step in the next place. */
  to: node.nullable().default(null),
});
