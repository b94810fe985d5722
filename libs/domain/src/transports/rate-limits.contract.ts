import { z } from 'zod';
import { domainName, id, idParams, route, timestamp, version } from '../shared/index.ts';
import { mailboxProviders } from './mailbox-providers.ts';

/** How much mailbox providers and sending domains are spared; read and changed together on the transports page. */

export const mailboxProviderView = z.object({
  mailboxProvider: z.enum(mailboxProviders),
  perSecond: z.int().nullable(),
  /** Share of the limit it is handed now, 1 unless it deferred messages not long ago. */
  share: z.number(),
  /** Messages per second it is handed now; null is no limit. */
  perSecondNow: z.number().nullable(),
  slowedAt: timestamp.nullable(),
  /** What it said when it last asked for less. */
  problem: z.string().nullable(),
  /** When the limit was last changed by somebody. */
  updatedAt: timestamp,
});
export type MailboxProviderView = z.output<typeof mailboxProviderView>;

export const mailboxProvidersRoutes = {
  list: route({
    id: 'mailbox-providers.list',
    method: 'GET',
    path: '/api/mailbox-providers',
    summary: 'The rate limit of each mailbox provider',
    permission: 'transports:read',
    response: z.object({ items: z.array(mailboxProviderView) }),
  }),
  update: route({
    id: 'mailbox-providers.update',
    method: 'PUT',
    path: '/api/mailbox-providers/:mailboxProvider',
    summary: 'Change the rate limit of a mailbox provider, per second',
    permission: 'transports:write',
    params: z.object({ mailboxProvider: z.enum(mailboxProviders) }),
    body: z.object({
      perSecond: z
        .int('Enter a whole number.')
        .min(1, 'Enter at least 1, or leave it empty for no limit.')
        .max(10_000, 'Enter at most 10,000, or leave it empty for no limit.')
        .nullable(),
      version,
    }),
    response: mailboxProviderView,
  }),
};

const most = 100_000_000;
const people = (what: string) =>
  z
    .int(`Enter ${what} as a whole number.`)
    .min(1, 'Enter at least 1.')
    .max(most, `Enter at most ${most.toLocaleString('en')}.`);

export const warmUpInput = z
  .object({
    from: z.iso.date('Enter the first day as 2026-11-21.'),
    first: people('the messages on the first day'),
    target: people('the messages on the last day'),
  })
  .refine(({ first, target }) => target >= first, {
    path: ['target'],
    message: 'Enter at least as many as on the first day.',
  });

export const domainLimitInput = z.object({
  domain: domainName('Enter the domain, such as example.com.'),
  /** Once it is warm; null is no limit. */
  perDay: people('the messages per day').nullable().default(null),
  warmUp: warmUpInput.nullable().default(null),
});

export const domainLimitView = z.object({
  id,
  domain: z.string(),
  perDay: z.int().nullable(),
  warmUp: z
    .object({
      from: z.string(),
      first: z.int(),
      target: z.int(),
      days: z.array(z.object({ day: z.string(), cap: z.int() })),
    })
    .nullable(),
  /** The day that is on in the organization, what may go out on it, and what has. */
  today: z.string(),
  capToday: z.int().nullable(),
  usedToday: z.int(),
  updatedAt: timestamp,
});
domainLimitView.register(z.globalRegistry, { id: 'DomainLimit' });
export type DomainLimitView = z.output<typeof domainLimitView>;

export const domainLimitsRoutes = {
  list: route({
    id: 'domain-limits.list',
    method: 'GET',
    path: '/api/domain-limits',
    summary: 'Daily limits and warm-up plans of sending domains',
    permission: 'transports:read',
    response: z.object({ items: z.array(domainLimitView) }),
  }),
  create: route({
    id: 'domain-limits.create',
    method: 'POST',
    path: '/api/domain-limits',
    summary: 'Add a limit or warm-up plan for a sending domain',
    permission: 'transports:write',
    body: domainLimitInput,
    response: domainLimitView,
    status: 201,
  }),
  update: route({
    id: 'domain-limits.update',
    method: 'PUT',
    path: '/api/domain-limits/:id',
    summary: 'Change the limit or the warm-up plan of a sending domain',
    permission: 'transports:write',
    params: idParams,
    body: domainLimitInput.extend({ version }),
    response: domainLimitView,
  }),
  delete: route({
    id: 'domain-limits.delete',
    method: 'DELETE',
    path: '/api/domain-limits/:id',
    summary: 'Delete the limit of a sending domain',
    permission: 'transports:write',
    params: idParams,
  }),
};
