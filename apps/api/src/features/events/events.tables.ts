import type { Table } from '../../platform/tables/table.ts';

export const eventsTables: readonly Table[] = [
  {
    name: 'events',
    // Rows of a partitioned table have no ctid of their own across partitions.
    purge: `
      with some as (select received_at, id from events where organization_id = current_organization() limit $1),
      gone as (delete from events e using some where e.organization_id = current_organization()
        and e.received_at = some.received_at and e.id = some.id returning 1)
      select count(*)::int as deleted from gone`,
  },
  { name: 'event_batches' },
];
