import { eventLogRoutes, type LoggedEventView } from '@engagex/domain/events';
import { instantOf, wallTimeIn } from '@engagex/domain/shared';
import { useInfiniteQuery } from '@tanstack/react-query';
import { Pause, Play } from 'lucide-react';
import { useState } from 'react';
import { formatTime, ownTimeZone, useWriting } from '../../../shared/format.ts';
import { routePages } from '../../../shared/query.ts';
import { useUrlState } from '../../../shared/url-state.ts';
import { Button } from '../../../ui/button.tsx';
import { DataTable } from '../../../ui/data-table.tsx';
import { EmptyState } from '../../../ui/empty-state.tsx';
import { Input } from '../../../ui/input.tsx';
import { Notice } from '../../../ui/notice.tsx';
import { type Filter, useTail } from '../use-tail.ts';
import { columns } from './event-columns.tsx';
import { EventFilters, useEventFilter } from './event-filters.tsx';
import { EventSheet } from './event-sheet.tsx';
import { NoEvents } from './no-events.tsx';

/** Events as they arrive, filtered; paused, those of a period. */
export function EventStream({ names }: { names: readonly string[] }) {
  const [, setPerson] = useUrlState('person');
  const [from, setFrom] = useUrlState('from');
  const [until, setUntil] = useUrlState('until');
  const [opened, setOpened] = useState<LoggedEventView | null>(null);
  const filter = useEventFilter();
  const isPaused = until !== '';
  return (
    <section aria-label="Events as they arrive" className="flex flex-col gap-3">
      <div className="flex flex-wrap items-center gap-2">
        <h2 className="mr-auto font-semibold">{isPaused ? 'Events received' : 'Events as they arrive'}</h2>
        {isPaused && (
          <>
            <Moment label="From" value={from} onChange={setFrom} />
            <Moment label="Before" value={until} onChange={(next) => next && setUntil(next)} />
          </>
        )}
        <Button icon={isPaused ? Play : Pause} onClick={() => setUntil(isPaused ? '' : new Date().toISOString())}>
          {isPaused ? 'Resume' : 'Pause'}
        </Button>
      </div>
      <EventFilters names={names} />
      {isPaused ? (
        <PastEvents filter={filter} from={from} until={until} onOpen={setOpened} />
      ) : (
        <ArrivingEvents filter={filter} onOpen={setOpened} />
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

interface MomentProps {
  readonly label: string;
  /** An instant, or '' for none. */
  readonly value: string;
  readonly onChange: (value: string) => void;
}

/** By the clocks of the zone that the organization writes times in. */
function Moment({ label, value, onChange }: MomentProps) {
  const zone = useWriting().timeZone ?? ownTimeZone();
  return (
    <label className="flex items-center gap-2">
      <span className="text-muted">{label}</span>
      <Input
        type="datetime-local"
        aria-label={`Received ${label.toLowerCase()}`}
        className="w-auto"
        value={Number.isNaN(Date.parse(value)) ? '' : wallTimeIn(zone, new Date(value))}
        onChange={({ target }) => onChange(target.value && instantOf(target.value, zone).toISOString())}
      />
    </label>
  );
}

interface ListProps {
  readonly filter: Filter;
  readonly onOpen: (event: LoggedEventView) => void;
}

function ArrivingEvents({ filter, onOpen }: ListProps) {
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
          Object.keys(filter).length > 0 ? (
            <EmptyState picture="search">No event matches these filters yet.</EmptyState>
          ) : (
            <NoEvents />
          )
        }
      />
    </>
  );
}

function PastEvents({ filter, from, until, onOpen }: ListProps & { from: string; until: string }) {
  const query = useInfiniteQuery({
    ...routePages(eventLogRoutes.list, { ...filter, ...(from && { from }), to: until }),
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
        <EmptyState picture="search">
          No event that matches was received {from ? 'in this period' : 'before this time'}, as far as events are kept.
        </EmptyState>
      }
    />
  );
}
