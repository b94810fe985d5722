import { z } from 'zod';
import { campaignSummary } from '../campaigns/index.ts';
import { count, route } from '../shared/index.ts';
import { eventTotals, eventTotalsLimits } from './event-totals.ts';

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
  events: route({
    id: 'analytics.events',
    method: 'GET',
    path: '/api/analytics',
    summary: 'What people did in the last hours: events by name, conversion, amounts of purchases, products viewed',
    permission: 'reports:read',
    query: z.object({
      hours: z.coerce.number().int().min(1).max(eventTotalsLimits.hours).default(eventTotalsLimits.usualHours),
    }),
    response: eventTotals,
  }),
};
