import { z } from 'zod';
import { count, timestamp } from '../shared/index.ts';
import { chosenEvent } from './chosen-event.ts';
import { exploreLimits } from './explore-limits.ts';
import { asked, period } from './period.ts';

export const retentionIntervals = ['day', 'week', 'month'] as const;

/** Of the people who begin in the same interval, how many come back in those after it. */
export const retentionQuery = z.object({
  kind: z.literal('retention'),
  /** When they begin; extended to whole intervals. */
  period,
  interval: z.enum(retentionIntervals),
  begins: chosenEvent,
  /** `first_time`: they never did it before, as far as events are kept. `every_time`: they did it in the interval, first or not. */
  counts: z.enum(['first_time', 'every_time']).default('first_time'),
  returns: chosenEvent,
  /** How many intervals after the first are looked at. */
  intervals: z
    .int()
    .min(1, 'Choose at least one interval.')
    .max(exploreLimits.retentionIntervals, `Choose at most ${exploreLimits.retentionIntervals} intervals.`)
    .default(8),
});
retentionQuery.register(z.globalRegistry, { id: 'RetentionQuery' });
export type RetentionQuery = z.output<typeof retentionQuery>;

export const retentionAnswer = asked.extend({
  kind: z.literal('retention'),
  interval: z.enum(retentionIntervals),
  cohorts: z.array(
    z.object({
      from: timestamp,
      to: timestamp,
      isComplete: z.boolean(),
      /** People who began in it. */
      size: count,
      /**
       * People of the cohort who did the returning event, by intervals after their own: the first value is about the same
       * interval. Null while that interval is not over.
       */
      returned: z.array(count.nullable()),
    }),
  ),
  /** For each interval: of everybody whose interval is over, how many came back. Cohorts to which nobody came back count too. */
  mean: z.array(z.object({ size: count, returned: count })),
});
retentionAnswer.register(z.globalRegistry, { id: 'RetentionAnswer' });
export type RetentionAnswer = z.output<typeof retentionAnswer>;

export const retentionPeople = z.object({
  kind: z.literal('retention'),
  /** The beginning of a cohort. */
  cohort: timestamp,
  /** An interval after the cohort's own; null for the whole cohort. */
  interval: z.int().min(0).max(exploreLimits.retentionIntervals).nullable().default(null),
  outcome: z.enum(['returned', 'not_returned']).default('returned'),
});
