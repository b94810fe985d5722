import { z } from 'zod';
import { count, id, planFeatures, route, timestamp } from '../shared/index.ts';
import { limited } from './limit.ts';

const use = z.object({
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
use.register(z.globalRegistry, { id: 'UseOfLimit' });
export type UseOfLimit = z.output<typeof use>;

const allowance = z.object({
  plan: z.object({ key: z.string(), name: z.string() }),
  /** The month that it is about. */
  from: timestamp,
  until: timestamp,
  uses: z.array(use),
});
allowance.register(z.globalRegistry, { id: 'Allowance' });
export type Allowance = z.output<typeof allowance>;

const standing = z.object({
  /** The plan's name. */
  plan: z.string(),
  /** What it does not include. */
  missing: z.array(z.enum(planFeatures)),
  /** Limits of which four fifths or more are used. */
  near: z.array(use),
});
standing.register(z.globalRegistry, { id: 'PlanStanding' });
export type PlanStanding = z.output<typeof standing>;

const rateOfKey = z.object({ organizationId: id, requestsPerMinute: z.int().min(1) });
export type RateOfKey = z.output<typeof rateOfKey>;

export const plansRoutes = {
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
