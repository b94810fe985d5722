import { z } from 'zod';
import { id, idParams, route, timestamp } from '../shared/index.ts';
import { linkHostStates, linkProblems } from './link-host.state.ts';

export const maxLinkHosts = 100;

const hostName = z
  .string()
  .trim()
  .toLowerCase()
  .max(253)
  .regex(
    /^[a-z0-9]([a-z0-9-]{0,61}[a-z0-9])?(\.[a-z0-9]([a-z0-9-]{0,61}[a-z0-9])?){2,}$/,
    'Enter a host below your domain, such as links.example.com.',
  );

export const linkHostView = z.object({
  id,
  /** The sending domain whose mail links to it. */
  domain: z.string(),
  host: z.string(),
  state: z.enum(linkHostStates),
  /** Whether the sending domain is verified; while it is not, new mail does not link to the host. */
  isDomainOwned: z.boolean(),
  stateSince: timestamp,
  problem: z.enum(linkProblems).nullable(),
  /** The problem in words, with what to do; null when there is none. */
  words: z.string().nullable(),
  /** The record to publish. */
  record: z.object({ type: z.literal('CNAME'), name: z.string(), value: z.string() }),
  /** Who gets the certificate: this installation by ACME, or the operator's proxy. */
  certifiedBy: z.enum(['acme', 'proxy']),
  /** By ACME; null before the first one. */
  certificate: z
    .object({ issuer: z.string(), issuedAt: timestamp, expiresAt: timestamp, renewsAt: timestamp })
    .nullable(),
  /** Why the last order of a certificate failed, and when the next is tried; null when it did not. */
  order: z.object({ words: z.string(), nextAt: timestamp }).nullable(),
  checkedAt: timestamp.nullable(),
  /** When mail first linked to it; from then on it is served for as long as there is mail. */
  usedAt: timestamp.nullable(),
  /** New mail does not link to it any more; what was sent still does. */
  retiredAt: timestamp.nullable(),
  createdAt: timestamp,
});
linkHostView.register(z.globalRegistry, { id: 'LinkHost' });
export type LinkHostView = z.output<typeof linkHostView>;

export const linkHostsRoutes = {
  list: route({
    id: 'link-hosts.list',
    method: 'GET',
    path: '/api/link-hosts',
    summary: 'Hosts of your own domains that links in mail lead to, retired ones included',
    permission: 'domains:read',
    response: z.object({ items: z.array(linkHostView) }),
  }),
  create: route({
    id: 'link-hosts.create',
    method: 'POST',
    path: '/api/link-hosts',
    summary:
      'Use a host below a verified sending domain for links, `links.` unless another is named; mail links to it once HTTPS works',
    permission: 'domains:write',
    needsFeature: 'link_hosts',
    body: z.object({ domain: z.string().trim().toLowerCase().min(1).max(253), host: hostName.optional() }),
    response: linkHostView,
    status: 201,
  }),
  check: route({
    id: 'link-hosts.check',
    method: 'POST',
    path: '/api/link-hosts/:id/check',
    summary: 'Check a host now',
    permission: 'domains:write',
    params: idParams,
    response: linkHostView,
    reads: true,
  }),
  delete: route({
    id: 'link-hosts.delete',
    method: 'DELETE',
    path: '/api/link-hosts/:id',
    summary: 'Stop using a host in new mail; while mail with it exists, its links go on working',
    permission: 'domains:write',
    params: idParams,
  }),
};

/** Spoken only between the BFF and the API. */
export const linkServingRoutes = {
  knows: route({
    id: 'link-serving.knows',
    method: 'POST',
    path: '/internal/link-hosts/known',
    summary: 'Whether a host is a link host of any organization',
    permission: 'public',
    body: z.object({ host: z.string().max(253) }),
    response: z.object({ isKnown: z.boolean() }),
    reads: true,
  }),
  certificate: route({
    id: 'link-serving.certificate',
    method: 'POST',
    path: '/internal/link-hosts/certificate',
    summary: 'The certificate of a link host with its private key; null when there is none',
    permission: 'public',
    body: z.object({ host: z.string().max(253) }),
    response: z.object({ certificate: z.string(), privateKey: z.string(), expiresAt: timestamp }).nullable(),
    reads: true,
  }),
};
