import { referencesOf, referencesOfFilter } from '../../platform/tables/references.ts';
import type { Table } from '../../platform/tables/table.ts';

/** What undoes a bulk action refers to it, and was begun after it. */
const undoingFirst = `with gone as (
    delete from bulk_actions where id = any (array(select id from bulk_actions order by id desc limit $1)) returning 1)
  select count(*)::int as deleted from gone`;

const unfinished = `select 'bulk action' as kind, b.id, replace(b.kind, '_', ' ') as name from bulk_actions b
  where b.status in ('queued', 'running')`;
const ofFilter = referencesOfFilter('b.filter');

export const bulkActionsTables: readonly Table[] = [
  {
    name: 'bulk_actions',
    audit: { noun: 'bulk-actions', label: 't.kind' },
    purge: undoingFirst,
    references: referencesOf(unfinished, {
      group: `b.group_id = $1::uuid or ${ofFilter.group}`,
      segment: ofFilter.segment,
      attribute: `b.attribute = $1::text or ${ofFilter.attribute}`,
    }),
  },
  {
    name: 'bulk_action_batches',
    personal: {
      held: `select jsonb_build_object('bulk_action', t.bulk_action_id) as row from bulk_action_batches t
        where t.contact_ids && $1::uuid[]`,
      kept: 'After erasure the contact no longer identifies the person; this only shows that it was part of a bulk change.',
    },
  },
];
