import { z } from 'zod';
import { count, id, route, timestamp } from '../shared/index.ts';
import { mailboxProviders } from '../transports/index.ts';
import { paces } from './suggest-pace.ts';

export const periods = [7, 30, 90] as const;

const counts = z.object({
  accepted: count,
  /** Bounced at the hand-over. */
  refused: count,
  /** How often a mailbox provider asked to come again later; one message can be deferred several times. */
  deferred: count,
  delivered: count,
  /** Bounces, whether at the hand-over or later: no such mailbox. */
  hard: count,
  /** The mailbox provider objects to the sender: policy, content or authentication. */
  policy: count,
  otherBounces: count,
  complained: count,
});

const cell = counts.extend({ domain: z.string(), mailboxProvider: z.enum(mailboxProviders) });
export type DeliverabilityCell = z.output<typeof cell>;

const incident = z.object({
  id,
  domain: z.string(),
  mailboxProvider: z.enum(mailboxProviders),
  class: z.enum(['policy', 'content', 'auth']),
  refusals: count,
  /** What the servers said, without addresses. */
  samples: z.array(z.string()),
  firstSeenAt: timestamp,
  lastSeenAt: timestamp,
});
export type OpenIncident = z.output<typeof incident>;

const suggestion = z.object({
  domain: z.string(),
  pace: z.enum(paces),
  perDay: count.nullable(),
  because: z.enum(['complaints', 'refusals', 'deferrals', 'new_domain', 'accepted_well']),
});
export type SuggestionForDomain = z.output<typeof suggestion>;

export const deliverability = z.object({
  /** The first and the last day, in UTC. */
  from: z.iso.date(),
  to: z.iso.date(),
  /** Each sending domain with each mailbox provider that was sent to. */
  cells: z.array(cell),
  /** Every day of the period, also those without anything. */
  days: z.array(counts.extend({ day: z.iso.date() })),
  incidents: z.array(incident),
  suggestions: z.array(suggestion),
});
deliverability.register(z.globalRegistry, { id: 'Deliverability' });
export type Deliverability = z.output<typeof deliverability>;

export const deliverabilityRoutes = {
  get: route({
    id: 'deliverability.get',
    method: 'GET',
    path: '/api/deliverability',
    summary: 'How mailbox providers take the mail of each sending domain',
    permission: 'reports:read',
    query: z.object({
      /** How many days, today included. */
      days: z.coerce
        .number()
        .pipe(z.union(periods.map((each) => z.literal(each))))
        .default(30),
      /** Only this sending domain in `days`. */
      domain: z.string().trim().toLowerCase().max(253).optional(),
    }),
    response: deliverability,
  }),
};
