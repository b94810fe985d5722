import { z } from 'zod';
import { count, id, idParams, pageOf, pageQuery, route, timestamp } from '../shared/index.ts';

/** `pending`: to be made; `stored`: its files are there, and wait to be delivered; `done`: delivered, or nowhere to deliver to. */
export const eventExportStates = ['pending', 'stored', 'done', 'failed'] as const;
export type EventExportState = (typeof eventExportStates)[number];

/** How long the files are kept, and for how long a delivery is tried again. */
export const eventExportLimits = { days: 30, triedForHours: 24 } as const;

const file = z.object({
  kind: z.enum(['summary', 'events']),
  name: z.string(),
  bytes: count,
  sha256: z.string(),
});
export type EventExportFile = z.output<typeof file>;

export const eventExportView = z.object({
  id,
  /** The day in UTC that was exported. */
  day: z.iso.date(),
  dueAt: timestamp,
  state: z.enum(eventExportStates),
  /** Empty again once they are no longer kept. */
  files: z.array(file),
  /** Where it was delivered to; null when it only can be downloaded. */
  deliveredTo: z.string().nullable(),
  attempts: count,
  /** Why the last attempt failed. */
  problem: z.string().nullable(),
  nextAttemptAt: timestamp.nullable(),
  doneAt: timestamp.nullable(),
  /** Until when its files are kept. */
  expiresAt: timestamp.nullable(),
});
eventExportView.register(z.globalRegistry, { id: 'EventExport' });
export type EventExportView = z.output<typeof eventExportView>;

export const eventExportsRoutes = {
  list: route({
    id: 'event-exports.list',
    method: 'GET',
    path: '/api/event-exports',
    summary: 'Daily exports of events, newest first',
    permission: 'reports:read',
    query: pageQuery,
    response: pageOf(eventExportView),
  }),
  retry: route({
    id: 'event-exports.retry',
    method: 'POST',
    path: '/api/event-exports/:id/retry',
    summary: 'Try a failed or waiting export again now',
    permission: 'organization:write',
    params: idParams,
    response: eventExportView,
  }),
  summary: route({
    id: 'event-exports.summary',
    method: 'GET',
    path: '/api/event-exports/:id/summary',
    summary: 'The summary of the day as a JSON file',
    permission: 'reports:read',
    params: idParams,
    produces: 'application/json',
  }),
  events: route({
    id: 'event-exports.events',
    method: 'GET',
    path: '/api/event-exports/:id/events',
    summary: 'The events of the day: one JSON object on each line, compressed with gzip',
    permission: 'contacts:read',
    params: idParams,
    produces: 'application/gzip',
  }),
};
