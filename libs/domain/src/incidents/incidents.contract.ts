import { z } from 'zod';
import { count, id, idParams, pageOf, pageQuery, route, timestamp } from '../shared/index.ts';
import { mailboxProviders } from '../transports/index.ts';

export const incidentClasses = ['policy', 'content', 'auth'] as const;
export type IncidentClass = (typeof incidentClasses)[number];
export const incidentStates = ['open', 'closed'] as const;
/** `member`: somebody closed it. `recovered`: no refusals for three days while mail was accepted. `quiet`: none for 30 days. */
export const incidentEndings = ['member', 'recovered', 'quiet'] as const;
export type IncidentEnding = (typeof incidentEndings)[number];

/** A sending domain that a mailbox provider objects to. Nobody is suppressed for it. */
export const incidentView = z.object({
  id,
  domain: z.string(),
  mailboxProvider: z.enum(mailboxProviders),
  /** What it objects to: us, our address or rate; a message's content; or that SPF, DKIM or DMARC failed. */
  class: z.enum(incidentClasses),
  state: z.enum(incidentStates),
  refusals: count,
  /** What the servers said, a few different answers, without addresses. */
  samples: z.array(z.string()),
  firstSeenAt: timestamp,
  lastSeenAt: timestamp,
  /** When a member said that they look into it; null while nobody has. */
  acknowledgedAt: timestamp.nullable(),
  acknowledgedBy: z.string().nullable(),
  closedAt: timestamp.nullable(),
  /** The member who closed it; null when it was closed automatically. */
  closedBy: z.string().nullable(),
  closedBecause: z.enum(incidentEndings).nullable(),
  /** What members noted when they acknowledged or closed it. */
  note: z.string(),
});
incidentView.register(z.globalRegistry, { id: 'Incident' });
export type IncidentView = z.output<typeof incidentView>;

const incidentDetail = incidentView.extend({
  /** The sending domain, where it has been added. */
  domainId: id.nullable(),
  /** Campaigns whose messages were refused in this incident, those with most first, at most 20. */
  campaigns: z.array(z.object({ id, name: z.string(), refusals: count })),
  /** How many refused messages were single ones. */
  messages: count,
  /** Messages that this provider accepted from the domain on days after the last refusal. */
  acceptedSince: count,
});
incidentDetail.register(z.globalRegistry, { id: 'IncidentDetail' });
export type IncidentDetail = z.output<typeof incidentDetail>;

const note = z.object({
  note: z.string('Enter text.').trim().max(1_000, 'Enter at most 1,000 characters.').optional(),
});

export const incidentsRoutes = {
  list: route({
    id: 'incidents.list',
    method: 'GET',
    path: '/api/incidents',
    summary: 'Sending domains that mailbox providers object to, newest first',
    permission: 'transports:read',
    query: pageQuery.extend({
      state: z.enum(incidentStates).optional(),
      domain: z.string().trim().toLowerCase().max(253).optional(),
    }),
    response: pageOf(incidentView),
  }),
  get: route({
    id: 'incidents.get',
    method: 'GET',
    path: '/api/incidents/:id',
    summary: 'An incident and the campaigns it concerns',
    permission: 'transports:read',
    params: idParams,
    response: incidentDetail,
  }),
  acknowledge: route({
    id: 'incidents.acknowledge',
    method: 'POST',
    path: '/api/incidents/:id/acknowledgement',
    summary: 'Say that you look into an open incident; it stays open',
    permission: 'transports:write',
    params: idParams,
    body: note,
    response: incidentView,
  }),
  unacknowledge: route({
    id: 'incidents.unacknowledge',
    method: 'DELETE',
    path: '/api/incidents/:id/acknowledgement',
    summary: 'Take back that somebody looks into an incident',
    permission: 'transports:write',
    params: idParams,
    response: incidentView,
  }),
  close: route({
    id: 'incidents.close',
    method: 'POST',
    path: '/api/incidents/:id/close',
    summary: 'Close an incident; refusals from now on open a new one',
    permission: 'transports:write',
    params: idParams,
    body: note,
    response: incidentView,
  }),
  reopen: route({
    id: 'incidents.reopen',
    method: 'POST',
    path: '/api/incidents/:id/reopen',
    summary: 'Open a closed incident again, unless a newer one is open',
    permission: 'transports:write',
    params: idParams,
    response: incidentView,
  }),
};
