import { z } from 'zod';
import { count, id, route, timestamp, version } from '../shared/index.ts';

export const pressureLimits = { caps: 3, messages: 100, days: 90 } as const;

/** At most so many messages of campaigns in so many days, counted backwards from the moment of sending. */
export const pressureCap = z.object({
  messages: z
    .int('Enter a whole number of messages.')
    .min(1, 'Allow at least one message.')
    .max(pressureLimits.messages, `Allow at most ${pressureLimits.messages} messages.`),
  days: z
    .int('Enter a whole number of days.')
    .min(1, 'Count over at least one day.')
    .max(pressureLimits.days, `Count over at most ${pressureLimits.days} days.`),
});
export type PressureCap = z.output<typeof pressureCap>;

const clockTime = z.string().regex(/^([01]\d|2[0-3]):[0-5]\d$/, 'Enter a time such as 21:00.');

/** From one hour to another, over midnight when `from` is the later one. */
export const quietHours = z
  .object({ from: clockTime, to: clockTime })
  .refine(({ from, to }) => from !== to, { path: ['to'], message: 'Choose two different times.' });
export type QuietHours = z.output<typeof quietHours>;

export const pressureRules = z.object({
  caps: z
    .array(pressureCap)
    .max(pressureLimits.caps, `Set at most ${pressureLimits.caps} limits.`)
    .refine(
      (caps) => new Set(caps.map(({ days }) => days)).size === caps.length,
      'Set one limit for each number of days.',
    ),
  quietHours: quietHours.nullable(),
});
export type PressureRules = z.output<typeof pressureRules>;

export const pressureView = pressureRules.extend({ updatedAt: timestamp });
export type PressureView = z.output<typeof pressureView>;

/** What the rules held back: people skipped, and people who wait for their morning. */
export const heldBack = z.object({
  campaigns: z.array(
    z.object({ campaignId: id, name: z.string(), launchedAt: timestamp.nullable(), skipped: count, waiting: count }),
  ),
  skipped: count,
  waiting: count,
});
export type HeldBack = z.output<typeof heldBack>;

export const pressureRoutes = {
  get: route({
    id: 'pressure.get',
    method: 'GET',
    path: '/api/pressure',
    summary: 'How much mail a person gets at most, and the hours nobody is written to',
    permission: 'campaigns:read',
    response: pressureView,
  }),
  update: route({
    id: 'pressure.update',
    method: 'PUT',
    path: '/api/pressure',
    summary: 'Set them; they hold from the next message on, in campaigns under way too',
    permission: 'organization:write',
    body: pressureRules.extend({ version }),
    response: pressureView,
  }),
  heldBack: route({
    id: 'pressure.held-back',
    method: 'GET',
    path: '/api/pressure/held-back',
    summary: 'How many people the rules held back in campaigns of the last 30 days, and why',
    permission: 'reports:read',
    response: heldBack,
  }),
};
