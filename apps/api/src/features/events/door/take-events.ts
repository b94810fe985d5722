import { randomUUID } from 'node:crypto';
import { Injectable } from '@nestjs/common';
import {
  eventLimits,
  type EventProblem,
  type Json,
  type JsonObject,
  readEvent,
  type ReadEvent,
  type Reading,
  personKeyOf,
  readInstant,
} from '@engagex/domain/events';
import { Clock } from '../../../ports/clock.ts';
import { EventLog, type LoggedEvent } from '../../../ports/event-log.ts';
import { personIdOf } from '../person-id.ts';
import { LimitRefusals } from '../../plans/index.ts';
import { BlockedEvents } from './blocked-events.ts';
import type { EventSource } from './event-sources.ts';
import type { Taking } from './paths.ts';
import { Refusal } from './refusal.ts';
import { RefusedEvents } from './refused-events.ts';

/** What became of one event. */
export type EventResult =
  | { readonly status: 'ok' | 'warning'; readonly messageId: string; readonly warnings?: readonly string[] }
  | ({
      readonly status: 'rejected';
      readonly messageId: string | null;
      /** Where something else than the event is the reason. */
      readonly code?: typeof noneLeft.code;
    } & EventProblem);

export interface Given {
  readonly body: Json;
  /** In bytes, as JSON. */
  readonly size: number;
  readonly userAgent: string | null;
}

/** Reads what a request brings, stores what is right, and says what became of each. */
@Injectable()
export class TakeEvents {
  constructor(
    private readonly clock: Clock,
    private readonly log: EventLog,
    private readonly blocked: BlockedEvents,
    private readonly refused: RefusedEvents,
    private readonly limits: LimitRefusals,
  ) {}

  async take({ body, size, userAgent }: Given, taking: Taking, source: EventSource): Promise<readonly EventResult[]> {
    const receivedAt = this.clock.now();
    const events = taking.form === 'batch' ? batchIn(body) : [body];
    const wait = source.rate.take(events.length, receivedAt.getTime());
    if (wait !== null) throw tooMany(wait);
    const sentAt = typeof body === 'object' && body !== null && 'sentAt' in body ? instantOf(body.sentAt) : null;
    const { currency, guard } = source;
    const about = { receivedAt, sentAt, currency, guard, userAgent: source.isSecret ? null : userAgent };
    const kind = taking.form === 'single' ? taking.kind : null;
    const readings = events.map((event) =>
      isTooLarge(event, size)
        ? { problem: tooLarge, messageId: null }
        : this.#unlessBlocked(readEvent(event, kind, about), source),
    );
    const logged = readings.map((reading) => ('event' in reading ? toLog(reading.event, source) : null));
    const appended = await this.log.append(logged.filter((event) => event !== null));
    let next = 0;
    const results = readings.map((reading, index): EventResult => {
      const event = logged[index];
      if ('problem' in reading || !event) return rejected(reading);
      const outcome = appended[next++];
      if (outcome === 'refused') return { ...unstorable, messageId: event.messageId };
      if (outcome === 'beyond_plan') return { ...noneLeft, messageId: event.messageId };
      const { messageId, warnings } = event;
      return warnings.length > 0 ? { status: 'warning', messageId, warnings } : { status: 'ok', messageId };
    });
    const { organizationId, keyId } = source;
    const beyond = appended.filter((outcome) => outcome === 'beyond_plan').length;
    if (beyond > 0) this.limits.note(organizationId, 'events', beyond);
    const refused = events.filter((_, index) => results[index]?.status === 'rejected');
    await this.refused.tell(
      refused.map((event) => ({ organizationId, keyId, context: contextOf(event), userAgent, at: receivedAt })),
    );
    return results;
  }

  #unlessBlocked(reading: Reading, { organizationId, blocked }: EventSource): Reading {
    if (!('event' in reading) || !blocked.has(reading.event.name)) return reading;
    const { name, messageId } = reading.event;
    this.blocked.noteRefused(organizationId, name);
    return { problem: { field: 'event', message: `Events named “${name}” are blocked.` }, messageId };
  }
}

const tooLarge: EventProblem = { field: 'event', message: `An event has at most ${eventLimits.eventBytes / 1024} kB.` };
const unstorable = { status: 'rejected', field: 'event', message: 'This event cannot be stored.' } as const;

const noneLeft = {
  status: 'rejected',
  code: 'plan.no-events-left',
  field: 'event',
  message: 'The plan of this organization has no events left this month. An owner can change the plan.',
} as const;

function rejected(reading: ReturnType<typeof readEvent>): EventResult {
  if ('event' in reading) return { ...unstorable, messageId: reading.event.messageId };
  return { status: 'rejected', messageId: reading.messageId, ...reading.problem };
}

/** Segment's `{"batch": […]}`, ours `{"events": […]}`, or the list alone. */
function batchIn(body: Json): readonly Json[] {
  const list = isObject(body) ? (body['batch'] ?? body['events']) : body;
  if (!Array.isArray(list)) {
    const errors = [{ path: ['batch'], message: 'Send a list of events.' }];
    throw new Refusal(400, 'events.no-batch', 'Send the events as a list in batch.', { errors });
  }
  if (list.length <= eventLimits.batchEvents) return list;
  throw new Refusal(
    413,
    'events.too-many',
    `A batch has at most ${eventLimits.batchEvents} events. Send several batches.`,
  );
}

function isObject(body: Json): body is JsonObject {
  return typeof body === 'object' && body !== null && !Array.isArray(body);
}

function contextOf(event: Json): Json {
  return isObject(event) ? (event['context'] ?? null) : null;
}

function isTooLarge(event: Json, size: number): boolean {
  if (size <= eventLimits.eventBytes) return false;
  try {
    return Buffer.byteLength(JSON.stringify(event)) > eventLimits.eventBytes;
  } catch (error) {
    if (error instanceof RangeError) return true; // nested beyond what the stack holds, which takes more than that
    throw error;
  }
}

function instantOf(text: unknown): Date | null {
  return typeof text === 'string' ? (readInstant(text)?.at ?? null) : null;
}

function tooMany(seconds: number): Refusal {
  return new Refusal(
    429,
    'events.too-many-for-key',
    'This key sends more events than it may. Wait for the seconds in Retry-After.',
    {
      retryAfterSeconds: seconds,
    },
  );
}

function toLog(event: ReadEvent, source: EventSource): LoggedEvent {
  const { organizationId, keyId, isSecret } = source;
  const { userId, anonymousId, userIdHash, messageId, warnings, kind, name, occurredAt, properties, context } = event;
  const isSigned = userId !== null && userIdHash !== null && source.isSigned(userId, userIdHash);
  const isForged = !isSecret && userIdHash !== null && !isSigned;
  const isTrusted = isSecret || isSigned;
  return {
    organizationId,
    messageId: messageId ?? randomUUID(),
    personId: personIdOf({ organizationId, ...personKeyOf({ anonymousId, userId, isTrusted }) }),
    keyId,
    isTrusted,
    warnings: isForged ? [...warnings, 'userIdHash is not the HMAC of userId; the event is not trusted'] : warnings,
    kind,
    name,
    occurredAt,
    properties,
    context,
    anonymousId,
    userId,
  };
}
