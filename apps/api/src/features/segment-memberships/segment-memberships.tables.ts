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
  { name: 'segment_touches', goesAfter: ['segment_watch_sources'] },
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
  },
  { name: 'segment_change_readers' },
  { name: 'segment_change_counts' },
];
