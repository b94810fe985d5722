import { cleanJson } from './clean-json.ts';
import { type EventKind, eventKinds } from './event-kind.ts';
import { eventLimits } from './event-limits.ts';
import { correctedTime, readInstant } from './event-time.ts';
import { isObject, type Json, type JsonObject } from './json.ts';
import type { PrivacyGuard } from './privacy-rules.ts';
import { propertiesOf } from './shapes.ts';
import { checkStandardEvent, type EventProblem } from './standard-events.ts';

/** An event that may be stored. */
export interface ReadEvent {
  readonly kind: EventKind;
  readonly name: string;
  /** Null when the sender gave none: sent twice, it counts twice. */
  readonly messageId: string | null;
  readonly userId: string | null;
  readonly anonymousId: string | null;
  /** An HMAC of the user id, as a server made it. */
  readonly userIdHash: string | null;
  readonly occurredAt: Date;
  readonly properties: JsonObject;
  readonly context: JsonObject;
  readonly warnings: readonly string[];
}

export type Reading =
  | { readonly event: ReadEvent }
  | { readonly problem: EventProblem; readonly messageId: string | null };

/** What holds for every event of a request. */
export interface ReadingContext {
  readonly receivedAt: Date;
  /** When the request says it was sent. */
  readonly sentAt: Date | null;
  /** Of the organization. */
  readonly currency: string;
  readonly guard: PrivacyGuard;
  readonly userAgent: string | null;
}

class Refused extends Error {
  readonly problem: EventProblem;
  constructor(field: string, message: string) {
    super(message);
    this.problem = { field, message };
  }
}

/** Reads an event as our SDKs, Segment's and its relatives' write them. `kind` is that of the route, if it has one. */
export function readEvent(given: Json, kind: EventKind | 'screen' | null, about: ReadingContext): Reading {
  let messageId: string | null = null;
  try {
    if (!isObject(given)) throw new Refused('event', 'An event must be a JSON object.');
    messageId = idIn(given, 'messageId', 'message_id');
    return { event: read(given, kind, messageId, about) };
  } catch (error) {
    if (error instanceof Refused) return { problem: error.problem, messageId };
    throw error;
  }
}

function read(
  raw: JsonObject,
  routeKind: EventKind | 'screen' | null,
  messageId: string | null,
  about: ReadingContext,
): ReadEvent {
  const warnings: string[] = [];
  const tell = (warning: string) => {
    if (warnings.length < eventLimits.warnings) warnings.push(warning);
  };
  const given = cleanJson(raw, tell);
  const type = routeKind ?? kindIn(given);
  const kind = type === 'screen' ? 'page' : type;
  const userId = idIn(given, 'userId', 'user_id');
  const anonymousId = idIn(given, 'anonymousId', 'anonymous_id');
  if (userId === null && anonymousId === null)
    throw new Refused('userId', 'Send userId or anonymousId: an event belongs to somebody.');
  const name = nameOf(given, type);
  const checked = checkStandardEvent(name, propertiesOf(given, kind), { currency: about.currency, tell });
  if ('problem' in checked) throw new Refused(checked.problem.field, checked.problem.message);
  return {
    kind,
    name,
    messageId: messageId === null ? null : messageId.replaceAll('\0', '\u{FFFD}').toWellFormed(),
    userId,
    anonymousId,
    userIdHash: textIn(given, 'userIdHash', 'user_id_hash') ?? textIn(objectIn(given, 'context'), 'userIdHash'),
    occurredAt: timeOf(given, about, tell),
    properties: about.guard.apply(checked.properties),
    context: about.guard.apply(contextOf(given, about)),
    warnings,
  };
}

function kindIn({ type, event_type: eventType }: JsonObject): EventKind | 'screen' {
  if (type === undefined || type === null) return 'track';
  if (type === 'screen') return 'screen';
  const kind = eventKinds.find((each) => each === type);
  if (kind) return kind;
  if (typeof type === 'string' && eventType === undefined) return 'track'; // the name of one, see nameOf
  throw new Refused('type', `type must be one of ${eventKinds.join(', ')} or screen.`);
}

function nameOf(given: JsonObject, type: EventKind | 'screen'): string {
  if (type === 'page') return 'page_view';
  if (type === 'screen') return 'screen_view';
  if (type !== 'track') return type;
  const named = given['event'] ?? given['name'] ?? given['event_type'] ?? given['eventType'] ?? typeAsName(given);
  if (typeof named !== 'string' || named.trim() === '') throw new Refused('event', 'Name the event in event.');
  const name = named.trim();
  if (name.length > eventLimits.nameLength)
    throw new Refused('event', `The name of an event has at most ${eventLimits.nameLength} characters.`);
  return name;
}

function typeAsName({ type }: JsonObject): Json | undefined {
  return eventKinds.some((kind) => kind === type) ? undefined : type;
}

/** Ids are compared as they are: no case is folded and nothing is trimmed. */
function idIn(given: JsonObject, ...names: readonly string[]): string | null {
  for (const name of names) {
    const value = given[name];
    if (value === undefined || value === null || value === '') continue;
    if (typeof value !== 'string' && typeof value !== 'number') throw new Refused(name, `${name} must be text.`);
    const id = String(value);
    if (id.length > eventLimits.idLength)
      throw new Refused(name, `${name} has at most ${eventLimits.idLength} characters.`);
    return id;
  }
  return null;
}

/** Segment's `timestamp`, or the `originalTimestamp` of RudderStack; without either, when it was received. */
function timeOf(given: JsonObject, { receivedAt, sentAt }: ReadingContext, tell: (warning: string) => void): Date {
  const name = isGiven(given['timestamp']) ? 'timestamp' : 'originalTimestamp';
  const value = given[name];
  if (!isGiven(value)) return receivedAt;
  const read = typeof value === 'string' ? readInstant(value) : null;
  if (!read) throw new Refused(name, `${name} must be a time in ISO 8601, from 1970 on, such as 2026-11-30T09:30:00Z.`);
  if (read.isZoneAssumed) tell(`${name} has no time zone; UTC was assumed`);
  const own = given['sentAt'];
  const sent = sentAt ?? (typeof own === 'string' ? (readInstant(own)?.at ?? null) : null);
  const at = correctedTime(read.at, sent, receivedAt);
  if (at.getTime() !== read.at.getTime()) tell('the clock of the device is off; the time was corrected');
  if (at.getTime() <= receivedAt.getTime() + eventLimits.futureMs) return at;
  tell(`${name} is in the future; the time of receipt was used`);
  return receivedAt;
}

function isGiven(value: Json | undefined): boolean {
  return value !== undefined && value !== null && value !== '';
}

function contextOf(given: JsonObject, { userAgent }: ReadingContext): JsonObject {
  const context = objectIn(given, 'context');
  return userAgent === null || context['userAgent'] !== undefined ? context : { ...context, userAgent };
}

function objectIn(given: JsonObject, name: string): JsonObject {
  const value = given[name];
  return isObject(value) ? value : {};
}

function textIn(given: JsonObject, ...names: readonly string[]): string | null {
  const value = names.map((name) => given[name]).find((each) => typeof each === 'string');
  return typeof value === 'string' ? value : null;
}
