import { type EventNameView, type EventPropertyView, eventSchemasRoutes } from '@engagex/domain/event-schemas';
import { useInfiniteQuery } from '@tanstack/react-query';
import { useState } from 'react';
import { formatDate } from '../../../shared/format.ts';
import { routePages } from '../../../shared/query.ts';
import { useUrlState } from '../../../shared/url-state.ts';
import { Badge } from '../../../ui/badge.tsx';
import { columnsOf, DataTable } from '../../../ui/data-table.tsx';
import { EmptyState } from '../../../ui/empty-state.tsx';
import { SearchInput } from '../../../ui/search-input.tsx';
import { Time } from '../../../ui/time.tsx';
import { typesText } from '../schema-words.ts';
import { PropertySheet } from './property-sheet.tsx';

const column = columnsOf<EventPropertyView>();
const columns = column.columns([
  column.accessor('name', { header: 'Property' }),
  column.accessor(typesText, { id: 'types', header: 'Type' }),
  column.accessor(({ example }) => example ?? '—', { id: 'example', header: 'Example' }),
  column.accessor('lastSeenAt', {
    header: 'Last received',
    meta: { width: '8rem' },
    cell: (info) => <Time value={info.getValue()} />,
  }),
  column.accessor(({ warnings, isExpected }) => (warnings.length > 0 ? 'Warning' : isExpected ? 'Expected' : ''), {
    id: 'state',
    header: 'State',
    meta: { width: '8rem' },
    cell: (info) => {
      const text = info.getValue();
      return text && <Badge meaning={text === 'Warning' ? 'warning' : 'good'}>{text}</Badge>;
    },
  }),
]);

/** The properties of an event; a row opens what there is to say of it. */
export function PropertiesTable({ name }: { name: EventNameView }) {
  const { id } = name;
  const [search, setSearch] = useUrlState('search');
  const [opened, setOpened] = useState<EventPropertyView | null>(null);
  const properties = useInfiniteQuery(routePages(eventSchemasRoutes.properties, { id, search: search || undefined }));
  return (
    <section aria-label="Properties" className="flex flex-col gap-3">
      <div className="flex flex-wrap items-center justify-between gap-2">
        <h2 className="text-base font-semibold">Properties</h2>
        {(name.properties > 10 || search !== '') && (
          <SearchInput label="Search properties" value={search} onSearch={setSearch} />
        )}
      </div>
      <DataTable
        label="Properties"
        query={properties}
        columns={columns}
        rowId={(property) => property.name}
        onRowOpen={setOpened}
        empty={
          search ? (
            <EmptyState picture="search">No property matches.</EmptyState>
          ) : (
            <EmptyState picture="key">This event came without properties.</EmptyState>
          )
        }
      />
      <p className="text-sm text-muted">
        An example is shown only if it cannot be personal. Counts are since {formatDate(name.firstSeenAt)}.
      </p>
      {opened && <PropertySheet id={id} property={opened} onClose={() => setOpened(null)} />}
    </section>
  );
}
