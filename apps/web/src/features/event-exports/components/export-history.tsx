import { eventExportsRoutes, type EventExportState, type EventExportView } from '@engagex/domain/event-exports';
import { useInfiniteQuery } from '@tanstack/react-query';
import { Download, RotateCw } from 'lucide-react';
import { download } from '../../../shared/files.ts';
import { formatBytes } from '../../../shared/format.ts';
import { routePages, useRouteMutation } from '../../../shared/query.ts';
import { useCan } from '../../../shared/session.ts';
import { Badge } from '../../../ui/badge.tsx';
import { Button } from '../../../ui/button.tsx';
import { columnsOf, DataTable } from '../../../ui/data-table.tsx';
import { EmptyState } from '../../../ui/empty-state.tsx';
import type { Meaning } from '../../../ui/meaning.ts';
import { Time } from '../../../ui/time.tsx';
import { notify, notifyFailure } from '../../../ui/toast.tsx';

const shown: Readonly<Record<EventExportState, readonly [Meaning, string]>> = {
  pending: ['info', 'Being written'],
  stored: ['info', 'Being delivered'],
  done: ['good', 'Done'],
  failed: ['danger', 'Failed'],
};

const column = columnsOf<EventExportView>();
const columns = column.columns([
  column.accessor('day', { header: 'Day (UTC)', meta: { width: '8rem' } }),
  column.accessor('state', { header: 'State', cell: ({ row: { original } }) => <State view={original} /> }),
  column.accessor('deliveredTo', {
    header: 'Delivered to',
    cell: ({
      row: {
        original: { state, deliveredTo },
      },
    }) => (state === 'done' ? <span className="wrap-anywhere">{deliveredTo ?? 'Download only'}</span> : '–'),
  }),
  column.accessor('files', { header: 'Files', cell: ({ row: { original } }) => <Downloads view={original} /> }),
]);

/** Every export, with its files and what went wrong. */
export function ExportHistory({ isOn }: { isOn: boolean }) {
  const exports = useInfiniteQuery({
    ...routePages(eventExportsRoutes.list, {}),
    refetchInterval: ({ state }) =>
      state.data?.pages.some(({ items }) => items.some((each) => each.state === 'pending' || each.state === 'stored'))
        ? 5_000
        : false,
  });
  return (
    <section className="flex flex-col gap-3" aria-labelledby="export-history">
      <h2 id="export-history" className="font-semibold">
        History
      </h2>
      <DataTable
        label="Daily exports"
        query={exports}
        columns={columns}
        rowId={({ id }) => id}
        empty={
          <EmptyState picture="file">
            {isOn ? 'The first export is made at 10:00 UTC.' : 'Turn on the daily export to see its files here.'}
          </EmptyState>
        }
      />
    </section>
  );
}

function State({ view: { id, state, problem, nextAttemptAt } }: { view: EventExportView }) {
  const canRetry = useCan('organization:write');
  const retry = useRouteMutation(eventExportsRoutes.retry, {
    onSuccess: () => notify('The export is being tried again'),
    onError: notifyFailure('The export could not be tried again'),
  });
  const isWaiting = problem !== null && state !== 'failed' && state !== 'done';
  const [meaning, word] = isWaiting ? (['warning', 'Will retry'] as const) : shown[state];
  return (
    <div className="flex flex-col items-start gap-1">
      <Badge meaning={meaning}>{word}</Badge>
      {problem && state !== 'done' && <p className="text-sm whitespace-normal wrap-anywhere">{problem}</p>}
      {isWaiting && nextAttemptAt && (
        <p className="text-sm text-muted">
          Next attempt: <Time value={nextAttemptAt} as="date-time" />
        </p>
      )}
      {problem && state !== 'done' && canRetry && (
        <Button size="small" icon={RotateCw} loading={retry.isPending} onClick={() => retry.mutate({ id })}>
          Retry now
        </Button>
      )}
    </div>
  );
}

const routes = { summary: eventExportsRoutes.summary, events: eventExportsRoutes.events };
const fileNames = { summary: 'Summary', events: 'Events' };

function Downloads({ view: { id, state, files, expiresAt } }: { view: EventExportView }) {
  const seesEvents = useCan('contacts:read');
  const offered = files.filter(({ kind }) => kind === 'summary' || seesEvents);
  if (offered.length === 0) return state === 'done' && expiresAt === null ? 'Removed after 30 days' : '–';
  return (
    <div className="flex flex-wrap gap-1">
      {offered.map(({ kind, name, bytes }) => (
        <Button
          key={kind}
          size="small"
          icon={Download}
          aria-label={`Download ${name}`}
          onClick={() =>
            void download(routes[kind], { id }, name).catch(notifyFailure('The file could not be downloaded'))
          }
        >
          {`${fileNames[kind]} · ${formatBytes(bytes)}`}
        </Button>
      ))}
    </div>
  );
}
