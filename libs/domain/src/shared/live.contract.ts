import { z } from 'zod';
import { route } from './route.ts';
import { id } from './schemas.ts';

export const liveRoutes = {
  changes: route({
    id: 'live.changes',
    method: 'GET',
    path: '/api/live',
    summary: 'Server-sent events that say which noun and id changed; reload what you show of it',
    permission: 'reports:read',
    produces: 'text/event-stream',
  }),
};

/** Something about this noun changed; whoever shows it should reload it. */
export const liveChange = z.object({ organizationId: z.string(), noun: z.string(), id: z.string().nullable() });
export type LiveChange = z.output<typeof liveChange>;

/** Who wants to be told of changes: a signed-in person in an organization, or a program with a secret key. */
export const liveReader = z.union([
  z.object({
    userId: id,
    organizationId: id,
    hasSecondFactor: z.boolean(),
    boundTo: id.nullable(),
  }),
  z.object({ key: z.string().max(200) }),
]);
export type LiveReader = z.output<typeof liveReader>;

export const mostReadersAtOnce = 500;

/** Which changes somebody may be told of, as nouns; null for nobody any more. */
export const liveAdmission = z.object({ organizationId: z.string(), nouns: z.array(z.string()) }).nullable();
export type LiveAdmission = z.output<typeof liveAdmission>;

/** A change of one of these may change who may know what. */
export const nounsOfAdmission: ReadonlySet<string> = new Set(['members', 'organization', 'sign-in-policy', 'api-keys']);

/** Spoken only between the BFF and the API: one stream for all organizations, and who may be told what of it. */
export const liveUpstreamRoutes = {
  stream: route({
    id: 'live.stream',
    method: 'GET',
    path: '/internal/live',
    summary: 'The changes of all organizations, as server-sent events',
    permission: 'public',
    produces: 'text/event-stream',
  }),
  readers: route({
    id: 'live.readers',
    method: 'POST',
    path: '/internal/live/readers',
    summary: 'What each of these readers may be notified about now',
    permission: 'public',
    reads: true,
    body: z.object({ readers: z.array(liveReader).max(mostReadersAtOnce) }),
    response: z.object({ admissions: z.array(liveAdmission) }),
  }),
};
