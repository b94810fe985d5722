import { z } from 'zod';
import { bounceClasses } from '../receipts/index.ts';
import { count, id, route, timestamp } from '../shared/index.ts';

export const mostReportedEvents = 1_000;
/** Requests that were signed longer ago are rejected, so a captured one cannot be used later. */
export const signedWithinHours = 24;

const text = (most: number) => z.string().max(most, `Use at most ${most.toLocaleString('en')} characters.`);

/** One event of the generic webhook. It names its message by `deliveryId` or `messageId`. */
export const reportedEvent = z
  .object({
    /** Your name for the event. The same id counts once, however often it is sent. */
    id: text(200).min(1, 'Give every event an id.'),
    type: z.enum(['delivered', 'delayed', 'bounced', 'complained', 'unsubscribed']),
    at: timestamp,
    /** The part of the Message-ID header before the @. */
    deliveryId: id.optional(),
    /** The Message-ID header of the message, with or without angle brackets. */
    messageId: text(998).optional(),
    address: text(320).optional(),
    /** Enhanced status code (RFC 3463), such as 5.1.1. */
    status: z
      .string()
      .regex(/^[245]\.\d{1,3}\.\d{1,3}$/, 'Use an enhanced status code such as 5.1.1.')
      .optional(),
    /** Reply code (RFC 5321), such as 550. */
    code: z.int().min(200).max(599).optional(),
    /** What the receiving server said. */
    words: text(2_000).default(''),
    /** Why it bounced, if you know. Left out, it is judged from status, code and words. */
    class: z.enum(bounceClasses).optional(),
  })
  .refine(({ deliveryId, messageId }) => deliveryId !== undefined || messageId !== undefined, {
    path: ['deliveryId'],
    message: 'Name the message by deliveryId or messageId.',
  });
reportedEvent.register(z.globalRegistry, { id: 'ReportedEvent' });
export type ReportedEvent = z.output<typeof reportedEvent>;

export const reportedEvents = z.object({
  events: z
    .array(reportedEvent)
    .max(mostReportedEvents, `Send at most ${mostReportedEvents.toLocaleString('en')} events at once.`),
});

export const receivedEvents = z.object({
  /** New, and stored. */
  stored: count,
  /** Stored before. */
  repeated: count,
  /** Not about delivery, or about no message of ours. */
  ignored: count,
});
export type ReceivedEvents = z.output<typeof receivedEvents>;

export const reportedEventsRoutes = {
  report: route({
    id: 'provider-events.report',
    method: 'POST',
    path: '/hooks/webhook/:id',
    summary:
      'Report what became of messages, from any provider: `webhook-signature` is `v1=` and the hex HMAC-SHA256 of `<webhook-timestamp>.<body>` with the secret of the webhook',
    permission: 'public',
    audited: false, // nobody of the organization does it
    params: z.object({ id }),
    headers: z.object({
      'webhook-timestamp': z.string().regex(/^\d{1,12}$/),
      'webhook-signature': z.string().regex(/^v1=[0-9a-f]{64}$/),
    }),
    body: reportedEvents,
    bodyBytes: 4 * 1024 * 1024,
    response: receivedEvents,
  }),
};
