import { z } from 'zod';
import { count, id, pageOf, pageQuery, route, timestamp } from '../shared/index.ts';
import { meters } from './meters.ts';

const meter = z.enum(meters, 'Choose what to show.');
const day = z.iso.date('Enter a day such as 2026-11-30.');

/** How long a period usage is shown for at once. */
export const usageLimits = { days: 366 } as const;

const total = {
  meter,
  /** Of emails: `campaign` or `message`; else ''. */
  kind: z.string(),
  /** Of emails: `email`; else ''. */
  channel: z.string(),
  entries: count,
  quantity: count,
};

const days = z.object({
  /** Since when usage is counted. */
  since: timestamp,
  /** Hours before are frozen: what they come to never changes. */
  frozenUntil: timestamp,
  days: z.array(z.object({ day: z.iso.date(), ...total })),
});
days.register(z.globalRegistry, { id: 'Usage' });
export type Usage = z.output<typeof days>;
export type UsageOfDay = Usage['days'][number];

const hours = z.object({
  hours: z.array(z.object({ hour: timestamp, isFrozen: z.boolean(), ...total })),
});
export type UsageOfHour = z.output<typeof hours>['hours'][number];

const entry = z.object({
  hour: timestamp,
  meter,
  kind: z.string(),
  channel: z.string(),
  /** The delivery, message, contact, membership, batch of events or domain that is counted. */
  actId: id,
  quantity: count,
  /** What it belongs to, as far as that is still there: a campaign's name, a domain. */
  about: z.string().nullable(),
});
entry.register(z.globalRegistry, { id: 'UsageEntry' });
export type UsageEntry = z.output<typeof entry>;

const period = { from: day, to: day };
const isPeriod = ({ from, to }: { from: string; to: string }) =>
  from <= to && Date.parse(to) - Date.parse(from) < usageLimits.days * 86_400_000;
const wrongPeriod = {
  path: ['to'],
  error: `Choose a last day that is not before the first, and at most ${usageLimits.days} days.`,
};

export const usageRoutes = {
  days: route({
    id: 'usage.days',
    method: 'GET',
    path: '/api/usage',
    summary: 'What was used on each day (UTC) from one day to another, by what it was',
    permission: 'usage:read',
    query: z.object(period).refine(isPeriod, wrongPeriod),
    response: days,
  }),
  hours: route({
    id: 'usage.hours',
    method: 'GET',
    path: '/api/usage/hours',
    summary: 'What was used in each hour of a day (UTC)',
    permission: 'usage:read',
    query: z.object({ day, meter }),
    response: hours,
  }),
  entries: route({
    id: 'usage.entries',
    method: 'GET',
    path: '/api/usage/entries',
    summary: 'The entries that an hour is made of',
    permission: 'usage:read',
    query: pageQuery.extend({ meter, hour: timestamp, kind: z.string().max(20).optional() }),
    response: pageOf(entry),
  }),
  file: route({
    id: 'usage.file',
    method: 'GET',
    path: '/api/usage/entries.csv',
    summary: 'All entries from one day (UTC) to another as CSV: hour, meter, kind, channel, id, quantity',
    permission: 'usage:read',
    query: z.object({ ...period, meter: meter.optional() }).refine(isPeriod, wrongPeriod),
    produces: 'text/csv',
  }),
};
