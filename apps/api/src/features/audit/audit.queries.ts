import type { AuditFilter } from '@engagex/domain/audit';
import { storedNames, todaysFields, todaysLabel, todaysName } from './former-names.ts';

/** Named SQL of the audit log. All of it runs in a tenant transaction; entries are written by platform/audit only. */

const columns = `
  e.seq, e.at, json_build_object('kind', e.actor_kind, 'id', e.actor_id, 'name', e.actor_name) as actor,
  ${todaysName('e.action')} as action, ${todaysName('e.object_type')} as noun,
  json_build_object('id', e.object_id, 'name', ${todaysLabel('e')}) as object,
  ${todaysFields('e', 'before')} as before, ${todaysFields('e', 'after')} as after,
  e.request_id as "requestId", e.address, encode(e.hash, 'hex') as hash`;

/** Newest first, below the entry `before`. No entry is older than the one before it, so a time leads to a place. */
export function listEntries(filter: AuditFilter, before: number | null, limit: number) {
  const parameters: unknown[] = [];
  const given = (value: unknown) => `$${parameters.push(value)}`;
  const conditions = ['true'];
  if (filter.actorId) conditions.push(`e.actor_id = ${given(filter.actorId)}`);
  if (filter.noun) conditions.push(`e.object_type = any (${given(storedNames(filter.noun))})`);
  if (filter.action) conditions.push(`e.action = any (${given(storedNames(filter.action))})`);
  if (filter.objectId) conditions.push(`e.object_id = ${given(filter.objectId)}`);
  if (filter.from)
    conditions.push(`e.seq >= (select f.seq from audit_entries f
    where f.at >= ${given(filter.from)} order by f.at, f.seq limit 1)`);
  if (filter.to)
    conditions.push(`e.seq <= (select t.seq from audit_entries t
    where t.at < ${given(filter.to)} order by t.at desc, t.seq desc limit 1)`);
  if (before !== null) conditions.push(`e.seq < ${given(before)}`);
  const sql = `select ${columns} from audit_entries e where ${conditions.join(' and ')}
    order by e.seq desc limit ${given(limit)}`;
  return { sql, parameters };
}
