import type { ChosenEvent } from '@engagex/domain/explore';
import type { Span } from '../../../ports/event-analysis.ts';
import { propertySql } from '../../segments/index.ts';

/** Collects what people typed: types are written by us, values by anyone. */
export class Values {
  readonly all: unknown[] = [];

  readonly put = (value: unknown, type: string): string => {
    this.all.push(value);
    return `$${this.all.length}::${type}`;
  };
}

/** Whether event `r` is one of those chosen. */
export function isChosen({ name, properties }: ChosenEvent, { put }: Values): string {
  const conditions = properties.map((property) => propertySql(property, put));
  if (name !== null) conditions.unshift(`r.name = ${put(name, 'text')}`);
  return conditions.length > 0 ? `(${conditions.join(' and ')})` : 'true';
}

interface Deeds {
  readonly span: Span;
  /** Those chosen by any of these; null for everything people did. */
  readonly events: readonly ChosenEvent[] | null;
  /** What is selected of event `r`, besides nothing. */
  readonly columns: string;
}

/** Whoever event `r` belongs to today: `l` is the merge of the id it came with. */
export const person = 'coalesce(l.into_id, r.person_id)';
export const inOrder = 't, received_at, id';

/**
 * Whether event `r` is something that somebody did in a period. An event is received at most a day before it happened, so older
 * partitions are not looked at.
 */
export function isDeed(span: Span, { put }: Values): string {
  const from = put(span.from, 'timestamptz');
  return `r.organization_id = current_organization() and r.kind in ('track', 'page')
    and r.occurred_at >= ${from} and r.occurred_at < ${put(span.to, 'timestamptz')} and r.received_at >= ${from} - interval '1 day'`;
}

/** What people did in a period. Naming the events lets the index be read in their order. */
export function deeds({ span, events, columns }: Deeds, values: Values): string {
  const { put } = values;
  const names = events?.map(({ name }) => name) ?? [null];
  const conditions = [
    isDeed(span, values),
    ...(names.includes(null) ? [] : [`r.name = any (${put([...new Set(names)], 'text[]')})`]),
    ...(events?.every(({ properties }) => properties.length > 0)
      ? [`(${events.map((event) => isChosen(event, values)).join(' or ')})`]
      : []),
  ];
  return `select ${columns} from events r
    left join person_links l on l.organization_id = current_organization() and l.person_id = r.person_id and l.undone_at is null
    where ${conditions.join(' and ')}`;
}

/** The part of a breakdown that event `r` belongs to: a text, number or boolean as text, of which 200 characters count. */
export function partOf(property: string | null, { put }: Values): string {
  if (property === null) return `''`;
  const key = put(property, 'text');
  return `case when jsonb_typeof(r.properties -> ${key}) in ('string', 'number', 'boolean')
    then 'v' || left(r.properties ->> ${key}, 200) else 'n' end`;
}
