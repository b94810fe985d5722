import { z } from 'zod';
import { count, route, timestamp } from '../shared/index.ts';

const allowance = z.object({
  plan: z.object({ key: z.string(), name: z.string() }),
  /** The month (UTC) that it is about. */
  from: timestamp,
  until: timestamp,
  emails: z.object({
    /** Null for any number. */
    limit: count.nullable(),
    /** Up to which number campaigns are let out: the limit and its grace. */
    most: count.nullable(),
    /** Accepted this month. */
    used: count,
    /** In campaigns and messages on their way; what is not accepted in the end is free again. */
    reserved: count,
  }),
});
allowance.register(z.globalRegistry, { id: 'Allowance' });
export type Allowance = z.output<typeof allowance>;

export const plansRoutes = {
  current: route({
    id: 'plans.current',
    method: 'GET',
    path: '/api/plan',
    summary: 'The plan of the organization, and what of it is used and reserved this month',
    permission: 'usage:read',
    response: allowance,
  }),
};
