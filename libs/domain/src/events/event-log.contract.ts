import { z } from 'zod';
import { id, pageOf, pageQuery, route, timestamp } from '../shared/index.ts';
import { eventKinds } from './event-kind.ts';
import { eventLimits } from './event-limits.ts';

/** An event as it was stored. */
export const loggedEventView = z.object({
  id,
  kind: z.enum(eventKinds),
  name: z.string(),
  /** Of the id it came with; people are merged later. */
  personId: id,
  anonymousId: z.string().nullable(),
  userId: z.string().nullable(),
  /** Sent with a secret key, or signed. */
  isTrusted: z.boolean(),
  occurredAt: timestamp,
  receivedAt: timestamp,
  messageId: z.string(),
  /** The API key it came with; its name is null once the key is gone. */
  keyId: id.nullable(),
  keyName: z.string().nullable(),
  properties: z.record(z.string(), z.unknown()),
  context: z.record(z.string(), z.unknown()),
  /** What was assumed or replaced when it was received. */
  warnings: z.array(z.string()),
});
loggedEventView.register(z.globalRegistry, { id: 'LoggedEvent' });
export type LoggedEventView = z.output<typeof loggedEventView>;

export const eventLogLimits = {
  /** How long one page may be searched for. */
  searchSeconds: 5,
} as const;

/** Every one that is given has to hold. */
export const eventFilter = z.object({
  name: z.string().max(eventLimits.nameLength).optional(),
  kind: z.enum(eventKinds).optional(),
  /** Of a property, with `value`: only events whose property is this text, number or boolean. */
  property: z.string().max(200).optional(),
  value: z.string().max(1_000).optional(),
  /** A person: what came with their id and with the ids that are part of them. */
  person: id.optional(),
  key: id.optional(),
  /** Only those that were stored with warnings. */
  warnings: z.literal('only').optional(),
  /** Received at this time or later. */
  from: timestamp.optional(),
  /** Received before this time. */
  to: timestamp.optional(),
});

export const eventLogRoutes = {
  list: route({
    id: 'events.list',
    method: 'GET',
    path: '/api/events',
    summary: 'Events as they were stored, last received first',
    permission: 'people:read',
    query: pageQuery.extend(eventFilter.shape),
    response: pageOf(loggedEventView),
  }),
};
