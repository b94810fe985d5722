import { z } from 'zod';
import { route, timestamp } from '../shared/index.ts';

/** Requirements for senders, as Google Postmaster Tools checks them. */
export const complianceRequirements = [
  'spf',
  'dkim',
  'spf_and_dkim',
  'dmarc_policy',
  'dmarc_alignment',
  'message_formatting',
  'dns_records',
  'encryption',
  'user_reported_spam_rate',
  'one_click_unsubscribe',
  'honor_unsubscribe',
] as const;
export type ComplianceRequirement = (typeof complianceRequirements)[number];

const postmasterDomain = z.object({
  domain: z.string(),
  /** `not_registered`: the account has no access to the domain in Postmaster Tools. */
  access: z.enum(['granted', 'not_registered']),
  compliance: z.array(z.object({ requirement: z.enum(complianceRequirements), isMet: z.boolean() })),
  /** Days of the last 30 that Google has a rate for: only those with enough mail to Gmail. From 0 to 1. */
  spamRates: z.array(z.object({ day: z.iso.date(), rate: z.number().min(0).max(1) })),
  fetchedAt: timestamp,
});
export type PostmasterDomain = z.output<typeof postmasterDomain>;

const account = z.object({
  kind: z.enum(['service_account', 'refresh_token']),
  /** The service account's address, or the id of the OAuth client. */
  name: z.string(),
  /** Why the last fetch failed and what to do; null when it did not. */
  problem: z.string().nullable(),
  failingSince: timestamp.nullable(),
  fetchedAt: timestamp.nullable(),
  nextFetchAt: timestamp,
});

export const postmasterView = z.object({ account: account.nullable(), domains: z.array(postmasterDomain) });
postmasterView.register(z.globalRegistry, { id: 'Postmaster' });
export type PostmasterView = z.output<typeof postmasterView>;

const text = (missing: string) => z.string(missing).trim().min(1, missing).max(4_000, 'This is too long.');

export const postmasterInput = z.object({
  credentials: z.discriminatedUnion('kind', [
    z.object({
      kind: z.literal('service_account'),
      /** The key file of the service account, as Google offers it for download. */
      key: z.string('Paste the key file.').trim().min(1, 'Paste the key file.').max(10_000, 'This is no key file.'),
    }),
    z.object({
      kind: z.literal('refresh_token'),
      clientId: text('Enter the client ID.'),
      clientSecret: text('Enter the client secret.'),
      refreshToken: text('Enter the refresh token.'),
    }),
  ]),
});
export type PostmasterCredentials = z.output<typeof postmasterInput>['credentials'];

export const postmasterRoutes = {
  get: route({
    id: 'postmaster.get',
    method: 'GET',
    path: '/api/postmaster',
    summary: 'What Google Postmaster Tools says of the verified domains, and the account it is read with',
    permission: 'reports:read',
    response: postmasterView,
  }),
  save: route({
    id: 'postmaster.save',
    method: 'PUT',
    path: '/api/postmaster',
    summary: 'Read Google Postmaster Tools with these credentials; they are tried at once and kept only if they work',
    permission: 'domains:write',
    body: postmasterInput,
    response: postmasterView,
  }),
  delete: route({
    id: 'postmaster.delete',
    method: 'DELETE',
    path: '/api/postmaster',
    summary: 'Remove the credentials, and what was read with them',
    permission: 'domains:write',
  }),
};
