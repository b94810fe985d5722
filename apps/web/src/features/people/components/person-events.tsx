import { peopleRoutes, type PersonEvent } from '@engagex/domain/people';
import { useInfiniteQuery } from '@tanstack/react-query';
import { routePages } from '../../../shared/query.ts';
import { columnsOf, DataTable } from '../../../ui/data-table.tsx';
import { EmptyState } from '../../../ui/empty-state.tsx';
import { Time } from '../../../ui/time.tsx';

const column = columnsOf<PersonEvent>();
const columns = column.columns([
  column.accessor('name', { header: 'Event', meta: { width: '12rem' } }),
  column.accessor(({ properties }) => wordsOf(properties), { id: 'properties', header: 'Properties' }),
  column.accessor(({ isTrusted }) => (isTrusted ? 'Verified' : 'Browser'), {
    id: 'source',
    header: 'Source',
    meta: { width: '7rem' },
  }),
  column.accessor('occurredAt', {
    header: 'Time',
    meta: { width: '9rem' },
    cell: (info) => <Time value={info.getValue()} />,
  }),
]);

/** What the person did, under all of their IDs. */
export function PersonEvents({ id }: { id: string }) {
  const events = useInfiniteQuery(routePages(peopleRoutes.events, { id }));
  return (
    <section className="flex flex-col gap-3">
      <h2 className="font-semibold">Events</h2>
      <DataTable
        label="Events"
        query={events}
        columns={columns}
        rowId={(event) => event.id}
        empty={<EmptyState picture="search">The events of this person are no longer kept.</EmptyState>}
      />
    </section>
  );
}

function wordsOf(properties: PersonEvent['properties']): string {
  return Object.entries(properties)
    .map(([name, value]) => `${name}: ${typeof value === 'string' ? value : JSON.stringify(value)}`)
    .join(', ');
}
