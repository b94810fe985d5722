import { z } from 'zod';
import { count, id, planFeatures, route, timestamp } from '../shared/index.ts';
import { forecasted, limited } from './limit.ts';

export const useOfLimit = z.object({
  of: z.enum(limited),
  /** Null for any number. */
  kind: z.enum(['hard', 'soft', 'metered']).nullable(),
  /** What the plan promises: its limit, or what it includes. Null for any number. */
  amount: count.nullable(),
  /** Up to which number more is let through: the limit and its grace. Null for any number. */
  most: count.nullable(),
  /** Emails accepted and events stored this month; contacts, members and domains that are there. */
  used: count,
  /** Emails on their way and open invitations; what comes to nothing in the end is free again. */
  reserved: count,
});
useOfLimit.register(z.globalRegistry, { id: 'UseOfLimit' });
export type UseOfLimit = z.output<typeof useOfLimit>;

const allowance = z.object({
  plan: z.object({ key: z.string(), name: z.string() }),
  /** The month that it is about. */
  from: timestamp,
  until: timestamp,
  /** What was refused this month because none were left: events, and sign-ups through forms. */
  refused: z.object({ events: count, contacts: count }),
  uses: z.array(useOfLimit),
});
allowance.register(z.globalRegistry, { id: 'Allowance' });
export type Allowance = z.output<typeof allowance>;

const foreseen = z.object({
  of: z.enum(forecasted),
  /** This month so far, with what is on its way. */
  used: count,
  /** What the month will come to: eight of ten times between `low` and `high`. */
  low: count,
  expected: count,
  high: count,
  /** What the plan promises; null for any number. */
  amount: count.nullable(),
  /** The day (UTC) on which that is expected to be reached; null when it is not, or was before. */
  reachedOn: z.iso.date().nullable(),
});
export type ForecastOfLimit = z.output<typeof foreseen>;

const forecast = z.object({
  until: timestamp,
  /** Of what adds up over a month. Empty within the first three days of counting. */
  items: z.array(foreseen),
});
forecast.register(z.globalRegistry, { id: 'UsageForecast' });

const standing = z.object({
  /** The plan's name. */
  plan: z.string(),
  /** What it does not include. */
  missing: z.array(z.enum(planFeatures)),
  /** Limits of which four fifths or more are used. */
  near: z.array(useOfLimit),
});
standing.register(z.globalRegistry, { id: 'PlanStanding' });
export type PlanStanding = z.output<typeof standing>;

const rateOfKey = z.object({ organizationId: id, requestsPerMinute: z.int().min(1) });
export type RateOfKey = z.output<typeof rateOfKey>;

export const plansRoutes = {
  forecast: route({
    id: 'plans.forecast',
    method: 'GET',
    path: '/api/plan/forecast',
    summary: 'What the month will come to, from the same weekdays of the last four weeks',
    permission: 'usage:read',
    response: forecast,
  }),
  current: route({
    id: 'plans.current',
    method: 'GET',
    path: '/api/plan',
    summary: 'The plan of the organization, its limits, and what of them is used and reserved',
    permission: 'usage:read',
    response: allowance,
  }),
  standing: route({
    id: 'plans.standing',
    method: 'GET',
    path: '/api/plan/standing',
    summary: 'What the plan of the organization does not include, and which of its limits are nearly used up',
    permission: 'limits:read',
    response: standing,
  }),
  rateOfKey: route({
    id: 'plans.rate-of-key',
    method: 'POST',
    reads: true,
    path: '/internal/key-rates',
    summary: 'How many requests a minute the plan allows the organization of a key; null for any number',
    permission: 'public',
    /** SHA-256 of the key, in base64url. */
    body: z.object({ hash: z.string().regex(/^[\w-]{43}$/) }),
    response: z.object({ rate: rateOfKey.nullable() }),
  }),
};
