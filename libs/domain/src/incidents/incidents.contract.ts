import { z } from 'zod';
import { count, id, idParams, pageOf, pageQuery, route, timestamp } from '../shared/index.ts';
import { mailboxProviders } from '../transports/index.ts';

export const incidentClasses = ['policy', 'content', 'auth'] as const;
export const incidentStates = ['open', 'closed'] as const;

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
  closedAt: timestamp.nullable(),
});
incidentView.register(z.globalRegistry, { id: 'Incident' });
export type IncidentView = z.output<typeof incidentView>;

export const incidentsRoutes = {
  list: route({
    id: 'incidents.list',
    method: 'GET',
    path: '/api/incidents',
    summary: 'Sending domains that mailbox providers object to, newest first',
    permission: 'transports:read',
    query: pageQuery.extend({ state: z.enum(incidentStates).optional() }),
    response: pageOf(incidentView),
  }),
  close: route({
    id: 'incidents.close',
    method: 'POST',
    path: '/api/incidents/:id/close',
    summary: 'Close an incident; refusals from now on open a new one',
    permission: 'transports:write',
    params: idParams,
    response: incidentView,
  }),
};
