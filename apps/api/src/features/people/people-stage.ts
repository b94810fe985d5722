import { Injectable } from '@nestjs/common';
import { noTraits, type Traits, withTraits } from '@engagex/domain/people';
import { afterCommit, currentScope, type TenantDb } from '@engagex/tenancy';
import { Live } from '../../platform/live/live.ts';
import { EventStage, type StageEvent } from '../event-stages/index.ts';
import { Rooms } from '../plans/index.ts';
import { linkContacts } from './link-contacts.ts';
import { mergePeople } from './merge-people.ts';
import { knownAmong, lockPeople, refuseMerges, secretKeysAmong, seePeople, traitsOf } from './people.queries.ts';
import { type Evidence, type NamedPerson, type Told, toldBy } from './told-by-event.ts';

interface KnownTraits {
  readonly id: string;
  readonly trusted: Traits;
  readonly claimed: Traits;
}

/** Makes people of the ids that events come with, and finds out which of them are one person. */
@Injectable()
export class PeopleStage extends EventStage {
  readonly name = 'people';

  constructor(
    private readonly live: Live,
    private readonly rooms: Rooms,
  ) {
    super();
  }

  async apply(tx: TenantDb, events: readonly StageEvent[]): Promise<void> {
    const told = await readEvents(tx, events);
    if (told.some(({ person }) => person.kind === 'known')) await tx.rows(lockPeople);
    await seeEverybody(tx, told);
    await mergePeople(tx, [...told.flatMap(({ evidence }) => evidence), ...(await aliasesIn(tx, told))]);
    await linkContacts(tx, told, this.rooms);
    afterCommit(() => this.live.publish('people'));
  }
}

/** What events say about people, with trust only where it is due. */
export async function readEvents(tx: TenantDb, events: readonly StageEvent[]): Promise<Told[]> {
  const keys = new Set(events.flatMap(({ keyId, isTrusted }) => (isTrusted && keyId !== null ? [keyId] : [])));
  const secret = keys.size === 0 ? [] : await tx.rows<{ id: string }>(secretKeysAmong, [[...keys]]);
  const context = { organizationId: currentScope().organizationId, secretKeys: new Set(secret.map(({ id }) => id)) };
  return events.flatMap((event) => toldBy(event, context) ?? []);
}

async function seeEverybody(tx: TenantDb, told: readonly Told[]): Promise<void> {
  const seen = new Map<string, { person: NamedPerson; first: Date; last: Date }>();
  for (const { person, others, previous, event } of told)
    for (const each of [person, ...others, ...(previous ? [previous.anonymous] : [])]) {
      const { first, last } = seen.get(each.id) ?? { first: event.occurredAt, last: event.occurredAt };
      seen.set(each.id, { person: each, first: earlier(first, event.occurredAt), last: later(last, event.occurredAt) });
    }
  const traits = await traitsAfter(tx, told);
  const people = [...seen].map(([id, { person, first, last }]) => ({
    ...person,
    firstSeenAt: first,
    lastSeenAt: last,
    ...traits.get(id),
  }));
  if (people.length > 0) await tx.rows(seePeople, [JSON.stringify(people)]);
}

/** The traits of those about whom events tell any. */
async function traitsAfter(tx: TenantDb, told: readonly Told[]): Promise<ReadonlyMap<string, Omit<KnownTraits, 'id'>>> {
  const telling = told.filter(({ traits }) => traits !== null);
  if (telling.length === 0) return new Map();
  const rows = await tx.rows<KnownTraits>(traitsOf, [telling.map(({ person }) => person.id)]);
  const known = new Map<string, Omit<KnownTraits, 'id'>>(rows.map(({ id, ...each }) => [id, each]));
  for (const { person, traits, event } of telling) {
    if (!traits) continue;
    const before = known.get(person.id) ?? { trusted: noTraits, claimed: noTraits };
    const { id: eventId, occurredAt } = event;
    known.set(person.id, {
      ...before,
      [traits.of]: withTraits(before[traits.of], { eventId, occurredAt, traits: traits.values }),
    });
  }
  return known;
}

/** `alias` joins a device to its user. Two users are never joined: whoever asks is told where members look. */
async function aliasesIn(tx: TenantDb, told: readonly Told[]): Promise<Evidence[]> {
  const aliases = told.flatMap(({ person, previous, event }) => (previous ? [{ person, previous, event }] : []));
  if (aliases.length === 0) return [];
  const rows = await tx.rows<{ id: string }>(knownAmong, [aliases.map(({ previous }) => previous.known.id)]);
  const known = new Set(rows.map(({ id }) => id));
  const [ofUsers, ofDevices] = [
    aliases.filter(({ previous }) => known.has(previous.known.id)),
    aliases.filter(({ previous }) => !known.has(previous.known.id)),
  ];
  const refused = ofUsers.map(({ person, previous, event }) => ({
    personId: person.id,
    otherId: previous.known.id,
    reason: 'both_known',
    eventId: event.id,
    at: event.receivedAt,
  }));
  if (refused.length > 0) await tx.rows(refuseMerges, [JSON.stringify(refused)]);
  return ofDevices.map(({ person, previous, event }) => ({
    personId: previous.anonymous.id,
    intoId: person.id,
    reason: 'alias' as const,
    eventId: event.id,
    eventAt: event.receivedAt,
  }));
}

const earlier = (one: Date, other: Date) => (one < other ? one : other);
const later = (one: Date, other: Date) => (one > other ? one : other);
