import { eventNameFilters, eventSchemaLimits, eventSchemasRoutes } from '@engagex/domain/event-schemas';
import { useInfiniteQuery, useQuery } from '@tanstack/react-query';
import { formatCount, formatNumber } from '../../shared/format.ts';
import { routePages, routeQuery } from '../../shared/query.ts';
import { useUrlState } from '../../shared/url-state.ts';
import { DataTable } from '../../ui/data-table.tsx';
import { EmptyState } from '../../ui/empty-state.tsx';
import { Notice } from '../../ui/notice.tsx';
import { SearchInput } from '../../ui/search-input.tsx';
import { Select } from '../../ui/select.tsx';
import { SettingsPage } from '../../ui/settings-page.tsx';
import { nameColumns } from './components/name-columns.tsx';
import { filterNames } from './schema-words.ts';

const options = eventNameFilters.map((value) => ({ value, label: filterNames[value] }));

/** The events that arrive, by name. */
export function EventSchemaPage() {
  const [search, setSearch] = useUrlState('search');
  const [shown, setShown] = useUrlState('show');
  const filter = eventNameFilters.find((each) => each === shown) ?? 'all';
  const names = useInfiniteQuery(routePages(eventSchemasRoutes.list, { search: search || undefined, filter }));
  return (
    <SettingsPage>
      <p className="max-w-prose text-muted">
        The events you receive and the properties they come with. Describe them for your team, check the warnings, and
        block events you do not want.
      </p>
      <Unlisted />
      <div className="flex flex-wrap gap-2">
        <SearchInput label="Search events" value={search} onSearch={setSearch} />
        <Select
          aria-label="Show"
          className="md:w-44"
          options={options}
          value={filter}
          onChange={(value) => setShown(value === 'all' ? '' : value)}
        />
      </div>
      <DataTable
        label="Events"
        query={names}
        columns={nameColumns}
        rowId={({ id }) => id}
        rowHref={({ id }) => `/settings/event-schema/${id}`}
        empty={
          search || filter !== 'all' ? (
            <EmptyState picture="search">No event matches.</EmptyState>
          ) : (
            <EmptyState picture="key">
              Once your site or server sends events, their names and properties will be listed here.
            </EmptyState>
          )
        }
      />
    </SettingsPage>
  );
}

/** Names without end are a mistake in what sends them, and nobody would see it in the list. */
function Unlisted() {
  const { data } = useQuery(routeQuery(eventSchemasRoutes.summary, {}));
  if (!data || data.unlistedEvents === 0) return null;
  const isFull = data.names >= eventSchemaLimits.names;
  return (
    <Notice
      meaning="warning"
      title={`${formatCount(data.unlistedEvents, 'event has', 'events have')} a name that is not listed`}
    >
      {isFull
        ? `The list holds ${formatNumber(eventSchemaLimits.names)} names and is full. Send what varies as a property, not as part of the name, then delete names you do not need.`
        : 'Names with an email address or a long number are not listed. Send what varies as a property, not as part of the name.'}{' '}
      The events themselves are stored.
    </Notice>
  );
}
