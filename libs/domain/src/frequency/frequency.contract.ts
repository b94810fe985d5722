import { z } from 'zod';
import { count, id, route, timestamp, version } from '../shared/index.ts';

export const frequencyLimits = { caps: 3, messages: 100, days: 90 } as const;

/** At most this many campaign messages in this many days, counted backwards from the moment of sending. */
export const frequencyCap = z.object({
  messages: z
    .int('Enter a whole number of messages.')
    .min(1, 'Allow at least one message.')
    .max(frequencyLimits.messages, `Allow at most ${frequencyLimits.messages} messages.`),
  days: z
    .int('Enter a whole number of days.')
    .min(1, 'Count over at least one day.')
    .max(frequencyLimits.days, `Count over at most ${frequencyLimits.days} days.`),
});
export type FrequencyCap = z.output<typeof frequencyCap>;

const clockTime = z.string().regex(/^([01]\d|2[0-3]):[0-5]\d$/, 'Enter a time such as 21:00.');

/** From one hour to another, over midnight when `from` is the later one. */
export const quietHours = z
  .object({ from: clockTime, to: clockTime })
  .refine(({ from, to }) => from !== to, { path: ['to'], message: 'Choose two different times.' });
export type QuietHours = z.output<typeof quietHours>;

export const frequencyRules = z.object({
  caps: z
    .array(frequencyCap)
    .max(frequencyLimits.caps, `Set at most ${frequencyLimits.caps} limits.`)
    .refine(
      (caps) => new Set(caps.map(({ days }) => days)).size === caps.length,
      'Set only one limit per number of days.',
    ),
  quietHours: quietHours.nullable(),
});
export type FrequencyRules = z.output<typeof frequencyRules>;

export const frequencyView = frequencyRules.extend({ updatedAt: timestamp });
export type FrequencyView = z.output<typeof frequencyView>;

/** What the limits held back: people skipped, and people waiting for their quiet hours to end. */
export const heldBack = z.object({
  campaigns: z.array(
    z.object({ campaignId: id, name: z.string(), launchedAt: timestamp.nullable(), skipped: count, waiting: count }),
  ),
  skipped: count,
  waiting: count,
});
export type HeldBack = z.output<typeof heldBack>;

export const frequencyRoutes = {
  get: route({
    id: 'frequency.get',
    method: 'GET',
    path: '/api/frequency',
    summary: 'Frequency caps and quiet hours',
    permission: 'campaigns:read',
    response: frequencyView,
  }),
  update: route({
    id: 'frequency.update',
    method: 'PUT',
    path: '/api/frequency',
    summary: 'Set them; they hold from the next message on, in campaigns under way too',
    permission: 'organization:write',
    body: frequencyRules.extend({ version }),
    response: frequencyView,
  }),
  heldBack: route({
    id: 'frequency.held-back',
    method: 'GET',
    path: '/api/frequency/held-back',
    summary: 'How many people the limits held back in campaigns of the last 30 days, and why',
    permission: 'reports:read',
    response: heldBack,
  }),
};
