import { z } from 'zod';
import { count, id, idParams, pageOf, pageQuery, route, timestamp } from '../shared/index.ts';

export const failedEventLimits = {
  /** How often an event is tried before it counts as failed. */
  attempts: 8,
  /** How many events one request replays or discards by their ids. */
  atOnce: 200,
  /** How long a discarded event can be restored. */
  keptDays: 30,
} as const;

export const failedEventStates = ['retrying', 'failed', 'discarded'] as const;
export type FailedEventState = (typeof failedEventStates)[number];

/** The stage's own name, such as `people`. */
const stage = z.string().max(100);

/** How far one stage has come with the events of the organization. */
export const eventStageView = z.object({
  stage,
  applied: count,
  appliedAt: timestamp.nullable(),
  /** Events that are accepted and not applied yet. */
  waiting: count,
  /** When the first of them was received; null when none waits. */
  waitingSince: timestamp.nullable(),
  retrying: count,
  failed: count,
  /** Why the stage as a whole makes no progress, and when it goes on. */
  problem: z.string().nullable(),
  retryAt: timestamp.nullable(),
});
export type EventStageView = z.output<typeof eventStageView>;

/** An event that a stage could not apply. */
export const failedEvent = z.object({
  id,
  stage,
  eventId: id,
  eventName: z.string(),
  receivedAt: timestamp,
  state: z.enum(failedEventStates),
  attempts: count,
  problem: z.string(),
  firstFailedAt: timestamp,
  lastFailedAt: timestamp,
  dueAt: timestamp.nullable(),
});
failedEvent.register(z.globalRegistry, { id: 'FailedEvent' });
export type FailedEvent = z.output<typeof failedEvent>;

/** The event itself; null once it is kept no longer. */
export const failedEventDetail = failedEvent.extend({
  event: z
    .object({
      kind: z.string(),
      personId: id,
      messageId: z.string(),
      occurredAt: timestamp,
      properties: z.record(z.string(), z.unknown()),
      context: z.record(z.string(), z.unknown()),
    })
    .nullable(),
});
export type FailedEventDetail = z.output<typeof failedEventDetail>;

/** These events; without ids, all failed ones of the stage; with neither, all failed ones. */
const chosen = z.object({
  ids: z.array(id).min(1).max(failedEventLimits.atOnce).optional(),
  stage: stage.optional(),
});
export type ChosenFailedEvents = z.output<typeof chosen>;

const changed = z.object({ changed: count });

export const eventStagesRoutes = {
  list: route({
    id: 'event-stages.list',
    method: 'GET',
    path: '/api/event-stages',
    summary: 'How far each stage has come with the events received, and how many of them failed',
    permission: 'event-stages:read',
    response: z.object({ items: z.array(eventStageView) }),
  }),
};

export const failedEventsRoutes = {
  list: route({
    id: 'failed-events.list',
    method: 'GET',
    path: '/api/failed-events',
    summary: 'Events that a stage could not apply, newest first',
    permission: 'event-stages:read',
    query: pageQuery.extend({ state: z.enum(failedEventStates).default('failed'), stage: stage.optional() }),
    response: pageOf(failedEvent),
  }),
  get: route({
    id: 'failed-events.get',
    method: 'GET',
    path: '/api/failed-events/:id',
    summary: 'One of them, with the event as it was received',
    permission: 'event-stages:read',
    params: idParams,
    response: failedEventDetail,
  }),
  replay: route({
    id: 'failed-events.replay',
    method: 'POST',
    path: '/api/failed-events/replay',
    summary: 'Have the stage that failed apply these events again; other stages are not repeated',
    permission: 'event-stages:write',
    body: chosen,
    response: changed,
  }),
  discard: route({
    id: 'failed-events.discard',
    method: 'POST',
    path: '/api/failed-events/discard',
    summary: `Discard these failed events for their stage; they can be restored for ${failedEventLimits.keptDays} days`,
    permission: 'event-stages:write',
    body: chosen,
    response: changed,
  }),
  restore: route({
    id: 'failed-events.restore',
    method: 'POST',
    path: '/api/failed-events/restore',
    summary: 'Undo discarding: the events are failed again and can be replayed',
    permission: 'event-stages:write',
    body: z.object({ ids: z.array(id).min(1).max(failedEventLimits.atOnce) }),
    response: changed,
  }),
};
