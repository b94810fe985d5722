import { z } from 'zod';
import { count, id, route } from '../shared/index.ts';

export const lossPeriods = [7, 30, 90] as const;

/** What became of the events that clients numbered. The parts of `expected` add up, unless a client says it gave up more than is missing. */
const lossCounts = z.object({
  /** Page loads, or processes of servers. */
  boots: count,
  expected: count,
  stored: count,
  /** Arrived and refused: blocked names, invalid events. */
  refused: count,
  /** Given up by the client itself: its queue was full, or an event was too large. */
  dropped: count,
  lost: count,
});
export type LossCounts = z.output<typeof lossCounts>;

export const eventLosses = z.object({
  total: lossCounts,
  /** Days without numbered events are left out. */
  days: z.array(lossCounts.extend({ day: z.iso.date() })),
  byBrowser: z.array(lossCounts.extend({ browser: z.string() })),
  byRelease: z.array(lossCounts.extend({ library: z.string(), release: z.string() })),
  bySource: z.array(lossCounts.extend({ keyId: id, name: z.string() })),
  /** Page loads that are left out because their numbers cannot be right. */
  implausible: count,
  /** Events that are left out: of more page loads in an hour than are measured, or of page loads that began too long ago. */
  unmeasured: count,
});
eventLosses.register(z.globalRegistry, { id: 'EventLosses' });
export type EventLosses = z.output<typeof eventLosses>;

export const eventLossesRoutes = {
  get: route({
    id: 'event-losses.get',
    method: 'GET',
    path: '/api/event-losses',
    summary: 'Events that were lost between our clients and the server, by day, browser, release and source',
    permission: 'reports:read',
    query: z.object({
      /** Days up to today, of the organization. */
      days: z.coerce
        .number()
        .pipe(z.union(lossPeriods.map((days) => z.literal(days))))
        .default(30),
    }),
    response: eventLosses,
  }),
};
