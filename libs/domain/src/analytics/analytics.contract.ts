import { z } from 'zod';
import { campaignSummary } from '../campaigns/index.ts';
import { count, route } from '../shared/index.ts';

export const dashboard = z.object({
  contacts: count,
  subscribed: count,
  groups: count,
  templates: count,
  campaigns: count,
  /** Of the organization: where its days begin. */
  timeZone: z.string(),
  /** The last 30 days of the organization, one entry a day, days without anything included. */
  days: z.array(z.object({ day: z.iso.date(), accepted: count, opened: count, clicked: count })),
  recent: z.array(campaignSummary),
});
export type Dashboard = z.output<typeof dashboard>;

export const analyticsRoutes = {
  dashboard: route({
    id: 'analytics.dashboard',
    method: 'GET',
    path: '/api/dashboard',
    summary: 'The organization at a glance',
    permission: 'reports:read',
    response: dashboard,
  }),
};
