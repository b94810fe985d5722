import { z } from 'zod';
import { count, id, idParams, pageOf, pageQuery, route, timestamp } from '../shared/index.ts';

/** Why somebody entered or left: what changed. `check` is a difference that nothing explains. */
export const changeReasons = [
  'contact',
  'group',
  'message',
  'event',
  'day',
  'time_zone',
  'definition',
  'resumed',
  'check',
] as const;
export type ChangeReason = (typeof changeReasons)[number];

export const membershipLimits = {
  /** How long changes are kept. Counts by day stay. */
  keptDays: 180,
  /** How long changes are kept that something has not read yet. */
  unreadKeptDays: 365,
} as const;

export const changeKinds = ['entered', 'left'] as const;

/**
 * Whether it is recorded who enters and leaves. `starting`: who is in it is being found out; `paused`: nobody needs it any more;
 * `broken`: nobody can say who is in it, for the reason in `problem`.
 */
export const trackingStates = ['off', 'starting', 'on', 'paused', 'broken'] as const;

export const segmentTracking = z.object({
  state: z.enum(trackingStates),
  /** What it is needed by: `members` is the switch on the segment's page. */
  watchers: z.array(z.string()),
  problem: z.string().nullable(),
  /** How many are in it; null until that is known. */
  members: count.nullable(),
  /** Since when changes are recorded. */
  begunAt: timestamp.nullable(),
  /** When everybody was last compared with what is recorded. */
  comparedAt: timestamp.nullable(),
});
segmentTracking.register(z.globalRegistry, { id: 'SegmentTracking' });
export type SegmentTracking = z.output<typeof segmentTracking>;

export const segmentChange = z.object({
  /** Of the segment, without gaps. */
  sequence: count,
  contactId: id,
  /** How often this contact's membership changed, this change included. */
  version: count,
  kind: z.enum(changeKinds),
  reason: z.enum(changeReasons),
  /** The event that was the reason. */
  eventId: id.nullable(),
  /** The name of the event; for messages `sent`, `open` or `click`. */
  detail: z.string().nullable(),
  at: timestamp,
  /** What the contact is recognized by; null when it has nothing or was deleted for good. */
  contact: z.string().nullable(),
});
segmentChange.register(z.globalRegistry, { id: 'SegmentChange' });
export type SegmentChange = z.output<typeof segmentChange>;

/** How many entered and left on one day in the organization's time zone. */
export const dayOfChanges = z.object({ day: z.iso.date(), entered: count, left: count });

export const segmentMembershipsRoutes = {
  get: route({
    id: 'segment-memberships.get',
    method: 'GET',
    path: '/api/segments/:id/tracking',
    summary: 'Whether it is recorded who enters and leaves a segment',
    permission: 'contacts:read',
    params: idParams,
    response: segmentTracking,
  }),
  track: route({
    id: 'segment-memberships.track',
    method: 'POST',
    path: '/api/segments/:id/tracking',
    summary: 'Record from now on who enters and leaves a segment',
    permission: 'contacts:write',
    params: idParams,
    response: segmentTracking,
  }),
  pause: route({
    id: 'segment-memberships.pause',
    method: 'DELETE',
    path: '/api/segments/:id/tracking',
    summary: 'Record it no longer, unless something else needs it; what is recorded is kept',
    permission: 'contacts:write',
    params: idParams,
    response: segmentTracking,
  }),
  changes: route({
    id: 'segment-memberships.changes',
    method: 'GET',
    path: '/api/segments/:id/changes',
    summary: 'Who entered and left a segment and why, newest first',
    permission: 'contacts:read',
    params: idParams,
    query: pageQuery.extend({ kind: z.enum(changeKinds).optional() }),
    response: pageOf(segmentChange),
  }),
  counts: route({
    id: 'segment-memberships.counts',
    method: 'GET',
    path: '/api/segments/:id/change-counts',
    summary: 'How many entered and left a segment on each of the last days',
    permission: 'contacts:read',
    params: idParams,
    query: z.object({ days: z.coerce.number().int().min(1).max(366).default(30) }),
    response: z.object({ items: z.array(dayOfChanges) }),
  }),
};
