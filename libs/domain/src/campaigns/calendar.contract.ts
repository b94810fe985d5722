import { z } from 'zod';
import { count, id, route, timestamp } from '../shared/index.ts';
import { campaignStatuses } from './campaign.status.ts';

/** The most days that one request for the calendar may span. */
export const longestCalendarDays = 62;

const day = z.iso.date('Enter a day such as 2026-11-25.');

export const calendarEntry = z.object({
  id,
  name: z.string(),
  status: z.enum(campaignStatuses),
  /** When it started, or is to start. */
  at: timestamp,
  /** The same in the organization's zone: 2026-11-25 and 09:00. */
  day: z.string(),
  time: z.string(),
  /** The local day and time, of a campaign sent in local time. */
  isLocal: z.boolean(),
  audience: count.nullable(),
});
export type CalendarEntry = z.output<typeof calendarEntry>;

export const calendarRoutes = {
  calendar: route({
    id: 'campaigns.calendar',
    method: 'GET',
    path: '/api/campaigns/calendar',
    summary: `Campaigns that were sent or are scheduled, by the organization's days; at most ${longestCalendarDays} of them`,
    permission: 'campaigns:read',
    query: z
      .object({ from: day, to: day })
      .refine(({ from, to }) => spanOf(from, to) < longestCalendarDays && from <= to, {
        path: ['to'],
        message: `Ask for at most ${longestCalendarDays} days, the first one first.`,
      }),
    response: z.object({
      timeZone: z.string(),
      items: z.array(calendarEntry),
      /** Whether there are more than fit into one answer. */
      hasMore: z.boolean(),
    }),
  }),
};

function spanOf(from: string, to: string): number {
  return (Date.parse(to) - Date.parse(from)) / 86_400_000;
}
