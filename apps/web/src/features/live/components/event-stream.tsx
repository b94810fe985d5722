import { apiKeysRoutes } from '@engagex/domain/accounts';
import { eventLogRoutes, type LoggedEventView } from '@engagex/domain/events';
import { instantOf, wallTimeIn } from '@engagex/domain/shared';
import { useInfiniteQuery, useQuery } from '@tanstack/react-query';
import { Pause, Play, X } from 'lucide-react';
import { useState } from 'react';
import { formatTime, ownTimeZone, useWriting } from '../../../shared/format.ts';
import { routePages, routeQuery } from '../../../shared/query.ts';
import { useCan } from '../../../shared/session.ts';
import { useUrlState } from '../../../shared/url-state.ts';
import { Button } from '../../../ui/button.tsx';
import { Checkbox } from '../../../ui/checkbox.tsx';
import { DataTable } from '../../../ui/data-table.tsx';
import { EmptyState } from '../../../ui/empty-state.tsx';
import { Input } from '../../../ui/input.tsx';
import { Notice } from '../../../ui/notice.tsx';
import { SearchSelect } from '../../../ui/search-select.tsx';
import { Select } from '../../../ui/select.tsx';
import { type Filter, useTail } from '../use-tail.ts';
import { columns } from './event-columns.tsx';
import { EventSheet } from './event-sheet.tsx';
import { NoEvents } from './no-events.tsx';

const anySource = 'any';

/** Events as they arrive, filtered; paused, everything before a moment. */
export function EventStream({ names }: { names: readonly string[] }) {
  const [name, setName] = useUrlState('name');
  const [key, setKey] = useUrlState('source');
  const [person, setPerson] = useUrlState('person');
  const [warnings, setWarnings] = useUrlState('warnings');
  const [until, setUntil] = useUrlState('until');
  const [opened, setOpened] = useState<LoggedEventView | null>(null);
  const zone = useWriting().timeZone ?? ownTimeZone();
  const filter: Filter = {
    ...(name && { name }),
    ...(key && { key }),
    ...(person && { person }),
    ...(warnings && { warnings: 'only' as const }),
  };
  const isFiltered = Object.keys(filter).length > 0;
  const isPaused = until !== '';
  return (
    <section aria-label="Events as they arrive" className="flex flex-col gap-3">
      <div className="flex flex-wrap items-center gap-2">
        <h2 className="mr-auto font-semibold">{isPaused ? 'Events received before' : 'Events as they arrive'}</h2>
        {isPaused && (
          <Input
            type="datetime-local"
            aria-label="Received before"
            className="w-auto"
            value={Number.isNaN(Date.parse(until)) ? '' : wallTimeIn(zone, new Date(until))}
            onChange={({ target }) => target.value && setUntil(instantOf(target.value, zone).toISOString())}
          />
        )}
        <Button icon={isPaused ? Play : Pause} onClick={() => setUntil(isPaused ? '' : new Date().toISOString())}>
          {isPaused ? 'Resume' : 'Pause'}
        </Button>
      </div>
      <div className="flex flex-wrap items-center gap-2">
        <SearchSelect
          aria-label="Event"
          placeholder="Any event"
          className="w-full sm:w-56"
          options={names.map((each) => ({ value: each, label: each }))}
          value={name ? { value: name, label: name } : null}
          onChange={({ value }) => setName(value)}
          onClear={() => setName('')}
        />
        <SourceSelect value={key} onChange={setKey} />
        <Checkbox
          label="Only with warnings"
          checked={warnings !== ''}
          onChange={({ target }) => setWarnings(target.checked ? 'only' : '')}
        />
        {person && (
          <Button size="small" icon={X} onClick={() => setPerson('')}>
            One person only
          </Button>
        )}
      </div>
      {isPaused ? (
        <PastEvents filter={filter} until={until} onOpen={setOpened} />
      ) : (
        <ArrivingEvents filter={filter} isFiltered={isFiltered} onOpen={setOpened} />
      )}
      {opened && (
        <EventSheet
          event={opened}
          onClose={() => setOpened(null)}
          onFollow={(id) => {
            setPerson(id);
            setOpened(null);
          }}
        />
      )}
    </section>
  );
}

/** Whoever may not see keys does without. */
function SourceSelect({ value, onChange }: { value: string; onChange: (value: string) => void }) {
  const canSeeKeys = useCan('api-keys:read');
  const keys = useQuery({ ...routeQuery(apiKeysRoutes.list, {}), enabled: canSeeKeys });
  const sources = keys.data?.items.filter(({ scopes }) => scopes.includes('events:write')) ?? [];
  if (!canSeeKeys || sources.length === 0) return null;
  return (
    <Select
      aria-label="Source"
      className="sm:w-48"
      options={[
        { value: anySource, label: 'Any source' },
        ...sources.map(({ id, name }) => ({ value: id, label: name })),
      ]}
      value={value || anySource}
      onChange={(next) => onChange(next === anySource ? '' : next)}
    />
  );
}

interface ListProps {
  readonly filter: Filter;
  readonly onOpen: (event: LoggedEventView) => void;
}

function ArrivingEvents({ filter, isFiltered, onOpen }: ListProps & { isFiltered: boolean }) {
  const query = useTail(filter, true);
  const { data, error, dataUpdatedAt, refetch } = query;
  return (
    <>
      {data && error && (
        <Notice meaning="warning" title={`This list is as of ${formatTime(dataUpdatedAt)}.`}>
          It could not be refreshed. The page keeps trying.
        </Notice>
      )}
      {data?.isPartial && (
        <Notice meaning="info">
          Events arrive faster than this list can show them. Pause it or filter it to see every event.
        </Notice>
      )}
      <DataTable
        label="Events"
        query={{ data: data?.events, error, refetch }}
        columns={columns}
        rowId={({ id }) => id}
        onRowOpen={onOpen}
        empty={
          isFiltered ? <EmptyState picture="search">No event matches these filters yet.</EmptyState> : <NoEvents />
        }
      />
    </>
  );
}

function PastEvents({ filter, until, onOpen }: ListProps & { until: string }) {
  const query = useInfiniteQuery({
    ...routePages(eventLogRoutes.list, { ...filter, to: until }),
    staleTime: Infinity, // what was received before a moment stays as it is
  });
  return (
    <DataTable
      label="Events"
      query={query}
      columns={columns}
      rowId={({ id }) => id}
      onRowOpen={onOpen}
      empty={
        <EmptyState picture="search">No event was received before this time, as far as events are kept.</EmptyState>
      }
    />
  );
}
