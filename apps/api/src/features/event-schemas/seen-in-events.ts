import {
  eventSchemaLimits,
  exampleOf,
  isListable,
  standardPropertyFor,
  typeOfValue,
  type ValueType,
} from '@engagex/domain/event-schemas';
import type { Json } from '@engagex/domain/events';
import type { EventKind, StageEvent } from '../event-stages/index.ts';

/** What events of one name have in common. */
export interface SeenName {
  readonly name: string;
  readonly kind: EventKind;
  readonly properties: ReadonlyMap<string, SeenProperty>;
  events: number;
  firstAt: Date;
  lastAt: Date;
  /** Values whose property may not be listed. */
  unlistedValues: number;
}

/** Values of one property of such events. */
export interface SeenProperty {
  readonly name: string;
  /** The standard property that it seems to be meant for. */
  readonly standardName: string | null;
  readonly counts: Record<ValueType | 'null', number>;
  /** Of the first value that is not null, and of the latest. */
  firstType: ValueType | null;
  type: ValueType | null;
  /** When the type changed last within these events. */
  changedAt: Date | null;
  /** The type before that. */
  formerType: ValueType | null;
  example: string | null;
  firstAt: Date;
  lastAt: Date;
}

interface Building extends SeenName {
  readonly properties: Map<string, SeenProperty>;
}

/** What is seen in events that were received in this order, by name; names that may be personal are only counted. */
export function seenIn(events: readonly StageEvent[]): { names: readonly SeenName[]; unlisted: number } {
  const names = new Map<string, Building>();
  let unlisted = 0;
  for (const event of events) {
    if (!isListable(event.name)) {
      unlisted += 1;
      continue;
    }
    const seen = names.get(event.name) ?? beginName(event);
    names.set(event.name, seen);
    addEvent(seen, event);
  }
  return { names: [...names.values()], unlisted };
}

function beginName({ name, kind, receivedAt: at }: StageEvent): Building {
  return { name, kind, properties: new Map(), events: 0, firstAt: at, lastAt: at, unlistedValues: 0 };
}

function addEvent(seen: Building, { kind, properties, receivedAt }: StageEvent): void {
  seen.events += 1;
  if (receivedAt < seen.firstAt) seen.firstAt = receivedAt;
  if (receivedAt > seen.lastAt) seen.lastAt = receivedAt;
  const isAboutPerson = kind === 'identify' || kind === 'alias' || kind === 'group';
  for (const [name, value] of Object.entries(properties)) {
    if (name.length > eventSchemaLimits.propertyNameLength || !isListable(name)) {
      seen.unlistedValues += 1;
      continue;
    }
    const property = seen.properties.get(name) ?? beginProperty(seen.name, name, receivedAt);
    seen.properties.set(name, property);
    // oxlint-disable-next-line typescript/no-unsafe-type-assertion -- properties are read from jsonb
    addValue(property, value as Json, receivedAt);
    if (isAboutPerson) property.example = null; // the trait of one person
  }
}

function beginProperty(event: string, name: string, at: Date): SeenProperty {
  return {
    name,
    standardName: standardPropertyFor(event, name),
    counts: { text: 0, number: 0, boolean: 0, list: 0, object: 0, null: 0 },
    firstType: null,
    type: null,
    changedAt: null,
    formerType: null,
    example: null,
    firstAt: at,
    lastAt: at,
  };
}

function addValue(property: SeenProperty, value: Json, at: Date): void {
  const type = typeOfValue(value);
  property.counts[type ?? 'null'] += 1;
  if (at < property.firstAt) property.firstAt = at;
  if (at > property.lastAt) property.lastAt = at;
  if (type === null) return;
  if (property.type !== null && property.type !== type) {
    property.formerType = property.type;
    property.changedAt = at;
  }
  property.firstType ??= type;
  property.type = type;
  property.example = exampleOf(property.name, value) ?? property.example;
}
