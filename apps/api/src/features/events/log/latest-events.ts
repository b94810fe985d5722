import type { Statement } from '@engagex/tenancy';
import type { EventFilter, EventPlace } from '../../../ports/event-store.ts';

/** A page of the log. Only what is asked for is in the statement, and it is planned for these values: a name may be in every event or in none. */
export function latestEvents(
  columns: string,
  filter: EventFilter,
  limit: number,
  before: EventPlace | null,
): Statement {
  const values: unknown[] = [];
  const given = (value: unknown) => `$${values.push(value)}`;
  const conditions = ['organization_id = current_organization()'];
  const { name, kind, property, personIds, keyId, hasWarnings, from, to } = filter;
  if (name !== undefined) conditions.push(`name = ${given(name)}`);
  if (kind) conditions.push(`kind = ${given(kind)}`, ...(isRare(kind) ? [`kind not in ('track', 'page')`] : []));
  if (property) conditions.push(`properties ->> ${given(property.name)} = ${given(property.value)}`);
  if (personIds) conditions.push(`person_id = any (${given(personIds)}::uuid[])`);
  if (keyId) conditions.push(`key_id = ${given(keyId)}`);
  if (hasWarnings) conditions.push(`warnings <> '{}'`);
  if (from) conditions.push(`received_at >= ${given(from)}`);
  if (to) conditions.push(`received_at < ${given(to)}`);
  if (before) conditions.push(`(received_at, id) < (${given(before.place)}::timestamptz, ${given(before.id)}::uuid)`);
  const text = `select ${columns}, received_at::text as place from events where ${conditions.join(' and ')}
    order by received_at desc, id desc limit ${given(limit)}`;
  return { text, values, isKept: false };
}

/** Those that say who somebody is have an index of their own, whose condition has to be said. */
function isRare(kind: string): boolean {
  return kind !== 'track' && kind !== 'page';
}
