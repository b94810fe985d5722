import { Injectable } from '@nestjs/common';
import { eventSchemaLimits } from '@engagex/domain/event-schemas';
import { afterCommit, type TenantDb } from '@engagex/tenancy';
import { Live } from '../../platform/live/live.ts';
import { EventStage, type StageEvent } from '../event-stages/index.ts';
import {
  addUnlisted,
  countNames,
  countProperties,
  listedAmong,
  seeNames,
  seeProperties,
} from './event-schemas.queries.ts';
import { seenIn, type SeenName } from './seen-in-events.ts';

interface Listed {
  readonly id: string;
  readonly name: string;
  /** Of those that are asked about. */
  readonly properties: readonly string[];
}

/** Notes which names and properties events come with. */
@Injectable()
export class EventSchemaStage extends EventStage {
  readonly name = 'event_schema';

  constructor(private readonly live: Live) {
    super();
  }

  /** One worker at a time applies the events of an organization, so the room that is left is the same at the end. */
  async apply(tx: TenantDb, events: readonly StageEvent[]): Promise<void> {
    const { names, unlisted } = seenIn(events);
    const listed = await listedIn(tx, names);
    const chosen = await withRoom(tx, names, listed);
    const beyond = names.filter((each) => !chosen.includes(each));
    const unlistedEvents = beyond.reduce((sum, each) => sum + each.events, unlisted);
    if (unlistedEvents > 0) await tx.rows(addUnlisted, [unlistedEvents, latestOf(events)]);
    if (chosen.length > 0) await see(tx, chosen, listed);
    afterCommit(() => this.live.publish('event-schemas'));
  }
}

async function listedIn(tx: TenantDb, names: readonly SeenName[]): Promise<ReadonlyMap<string, Listed>> {
  const asked = names.map(({ name, properties }) => ({ name, properties: [...properties.keys()] }));
  const rows = asked.length === 0 ? [] : await tx.rows<Listed>(listedAmong, [JSON.stringify(asked)]);
  return new Map(rows.map((row) => [row.name, row]));
}

/** Those that are listed already, and new ones as long as there is room, in the order in which they came. */
async function withRoom(tx: TenantDb, names: readonly SeenName[], listed: ReadonlyMap<string, Listed>) {
  const isNew = ({ name }: SeenName) => !listed.has(name);
  if (!names.some(isNew)) return names;
  const row = await tx.row<{ names: number }>(countNames);
  const room = eventSchemaLimits.names - (row?.names ?? 0);
  const added = names.filter(isNew).slice(0, Math.max(0, room));
  return names.filter((each) => !isNew(each) || added.includes(each));
}

async function see(tx: TenantDb, names: readonly SeenName[], listed: ReadonlyMap<string, Listed>): Promise<void> {
  const room = await roomForProperties(tx, names, listed);
  const seen = names.map((each) => ({ ...each, ...splitProperties(each, listed.get(each.name), room) }));
  const given = seen.map(({ name, kind, events, firstAt, lastAt, beyond }) => {
    return { name, kind, events, firstAt, lastAt, unlistedValues: beyond };
  });
  const rows = await tx.rows<{ id: string; name: string }>(seeNames, [JSON.stringify(given)]);
  const idOf = new Map(rows.map(({ id, name }) => [name, id]));
  const values = seen.flatMap(({ name, kept }) =>
    kept.map(({ counts, ...property }) => ({ eventNameId: idOf.get(name), ...property, ...counts })),
  );
  if (values.length > 0) await tx.rows(seeProperties, [JSON.stringify(values)]);
}

/** How many properties more may be listed of the names that come with new ones. */
async function roomForProperties(tx: TenantDb, names: readonly SeenName[], listed: ReadonlyMap<string, Listed>) {
  const growing = names.flatMap(({ name, properties }) => {
    const known = listed.get(name);
    return known && properties.size > known.properties.length ? [known.id] : [];
  });
  const rows =
    growing.length === 0 ? [] : await tx.rows<{ id: string; properties: number }>(countProperties, [growing]);
  return new Map(rows.map(({ id, properties }) => [id, Math.max(0, eventSchemaLimits.properties - properties)]));
}

function splitProperties(seen: SeenName, listed: Listed | undefined, rooms: ReadonlyMap<string, number>) {
  const known = new Set(listed?.properties);
  let room = listed ? (rooms.get(listed.id) ?? 0) : eventSchemaLimits.properties;
  const all = [...seen.properties.values()];
  const kept = all.filter(({ name }) => known.has(name) || room-- > 0);
  const beyond = all.filter((each) => !kept.includes(each)).flatMap(({ counts }) => Object.values(counts));
  return { kept, beyond: beyond.reduce((sum, each) => sum + each, seen.unlistedValues) };
}

function latestOf(events: readonly StageEvent[]): Date {
  return new Date(Math.max(...events.map(({ receivedAt }) => receivedAt.getTime())));
}
