import { z } from 'zod';
import { count, id, idParams, pageOf, pageQuery, route, timestamp } from '../shared/index.ts';

export const preFlightStates = ['queued', 'running', 'finished', 'cancelled', 'failed'] as const;

/**
 * What is wrong with somebody's message: `empty` – a variable shows nothing (`detail` is its name); `broken_link` – a
 * link leads nowhere (`detail` is what it was resolved to); `clipped` – Gmail clips it; `failed` – it cannot be
 * rendered (`detail` says why); `dead_link` – a link that everybody gets leads to a page that does not exist (`detail` is its address).
 */
export const preFlightFindings = ['empty', 'broken_link', 'clipped', 'failed', 'dead_link', 'other_language'] as const;
export type PreFlightFinding = (typeof preFlightFindings)[number];

/** How many people of one finding are listed; all are counted. */
export const listedPeople = 1_000;

const finding = z.object({ kind: z.enum(preFlightFindings), detail: z.string(), people: count });

export const preFlightView = z.object({
  id,
  state: z.enum(preFlightStates),
  /** Who would get the message when it began. */
  people: count,
  /** For how many of them it was rendered so far. */
  rendered: count,
  findings: z.array(finding),
  /** Why it failed. */
  problem: z.string().nullable(),
  /** Whether the campaign still says the same to the same groups and segments. */
  isCurrent: z.boolean(),
  createdAt: timestamp,
  finishedAt: timestamp.nullable(),
});
preFlightView.register(z.globalRegistry, { id: 'PreFlight' });
export type PreFlightView = z.output<typeof preFlightView>;

const path = '/api/campaigns/:id/pre-flight';

/** Renders the message for everybody who would get it, and says for whom something is wrong with it. */
export const preFlightsRoutes = {
  latest: route({
    id: 'pre-flights.latest',
    method: 'GET',
    path,
    summary: 'The latest pre-flight of a draft: its progress, and what it has found; null before the first',
    permission: 'campaigns:read',
    params: idParams,
    response: z.object({ preFlight: preFlightView.nullable() }),
  }),
  start: route({
    id: 'pre-flights.start',
    method: 'POST',
    path,
    summary: 'Render the message for everybody who would get it; ends one that is under way',
    permission: 'campaigns:write',
    params: idParams,
    response: preFlightView,
    status: 202,
  }),
  cancel: route({
    id: 'pre-flights.cancel',
    method: 'DELETE',
    path,
    summary: 'Stop the pre-flight that is under way; what it has found so far stays',
    permission: 'campaigns:write',
    params: idParams,
    response: preFlightView,
  }),
  people: route({
    id: 'pre-flights.people',
    method: 'GET',
    path: `${path}/people`,
    summary: `People of one finding of the latest pre-flight, at most ${listedPeople}`,
    permission: 'contacts:read',
    params: idParams,
    query: pageQuery.extend({ kind: z.enum(preFlightFindings), detail: z.string().max(500).default('') }),
    response: pageOf(z.object({ id, name: z.string(), email: z.string().nullable() })),
  }),
};
