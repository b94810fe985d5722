import { counted, rowsOfContact } from '../../platform/tables/personal.ts';
import type { Table } from '../../platform/tables/table.ts';

export const segmentMembershipsTables: readonly Table[] = [
  {
    name: 'segment_watches',
    goesAfter: ['segment_touches'],
    stop: `update segment_watches set watchers = '{}'`,
  },
  { name: 'segment_watch_sources' },
  // Triggers write here while there are sources.
  {
    name: 'segment_touches',
    goesAfter: ['segment_watch_sources'],
    personal: {
      held: `select jsonb_build_object('at', t.touched_at, 'changed', t.source) as row from segment_touches t
        where t.contact_ids && $1::uuid[]`,
      // The others are still asked about, without naming their events.
      erase: counted(`update segment_touches set event_ids = null,
        contact_ids = array(select c from unnest(contact_ids) c where c <> all ($1::uuid[])) where contact_ids && $1::uuid[]`),
    },
  },
  {
    name: 'segment_memberships',
    personal: {
      held: rowsOfContact('segment_memberships'),
      erase: counted('delete from segment_memberships where contact_id = any ($1::uuid[])'),
    },
  },
  {
    name: 'segment_changes',
    personal: {
      held: rowsOfContact('segment_changes'),
      erase: counted('delete from segment_changes where contact_id = any ($1::uuid[])'),
    },
    timeline: `
      select 'segment', s.at, 's:' || s.segment_id || ':' || s.sequence, jsonb_build_object('segmentId', g.id, 'segmentName', g.name,
        'change', s.kind, 'reason', s.reason, 'detail', s.detail, 'eventId', s.event_id)
      from person p
      join segment_changes s on s.organization_id = p.organization_id and s.contact_id = p.id
      join segments g on g.organization_id = s.organization_id and g.id = s.segment_id`,
  },
  { name: 'segment_change_readers' },
  { name: 'segment_change_counts' },
];
