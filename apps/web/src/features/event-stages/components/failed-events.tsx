import {
  type EventStageView,
  type FailedEvent,
  failedEventsRoutes,
  failedEventStates,
} from '@engagex/domain/event-stages';
import { useInfiniteQuery } from '@tanstack/react-query';
import { useState } from 'react';
import { routePages, useRouteMutation } from '../../../shared/query.ts';
import { formatCount } from '../../../shared/format.ts';
import { useCan } from '../../../shared/session.ts';
import { useUrlState } from '../../../shared/url-state.ts';
import { Button } from '../../../ui/button.tsx';
import { columnsOf, DataTable } from '../../../ui/data-table.tsx';
import { EmptyState } from '../../../ui/empty-state.tsx';
import { Select } from '../../../ui/select.tsx';
import { Time } from '../../../ui/time.tsx';
import { notify, notifyFailure } from '../../../ui/toast.tsx';
import { stageName } from '../stage-words.ts';
import { FailedEventSheet } from './failed-event-sheet.tsx';

const stateWords = { failed: 'Failed', retrying: 'Being retried', discarded: 'Discarded' } as const;

const column = columnsOf<FailedEvent>();
const columns = column.columns([
  column.accessor('eventName', { header: 'Event', meta: { width: '12rem' } }),
  column.accessor(({ stage }) => stageName(stage), { id: 'stage', header: 'Stage', meta: { width: '12rem' } }),
  column.accessor('problem', { header: 'Error' }),
  column.accessor('receivedAt', {
    header: 'Received',
    meta: { width: '9rem' },
    cell: (info) => <Time value={info.getValue()} />,
  }),
  column.accessor('lastFailedAt', {
    header: 'Last attempt',
    meta: { width: '9rem' },
    cell: (info) => <Time value={info.getValue()} />,
  }),
]);

const emptyWords = {
  failed:
    'No event has failed for good. Events a stage could not process will be listed here, to be replayed or discarded.',
  retrying: 'No event is waiting for another attempt.',
  discarded: 'No event was discarded in the last 30 days.',
} as const;

/** Events that a stage could not process; replay repeats that stage only. */
export function FailedEvents({ stages }: { stages: readonly EventStageView[] }) {
  const [inState, setInState] = useUrlState('state');
  const [open, setOpen] = useState<FailedEvent | null>(null);
  const state = failedEventStates.find((each) => each === inState) ?? 'failed';
  const events = useInfiniteQuery(routePages(failedEventsRoutes.list, { state }));
  const failed = stages.reduce((sum, stage) => sum + stage.failed, 0);
  return (
    <section className="flex flex-col gap-3">
      <div className="flex flex-wrap items-center justify-between gap-2">
        <h2 className="font-semibold">Events that failed</h2>
        <div className="flex flex-wrap items-center gap-2">
          {state === 'failed' && failed > 0 && <AllFailed failed={failed} />}
          <Select
            aria-label="State"
            className="md:w-44"
            options={failedEventStates.map((value) => ({ value, label: stateWords[value] }))}
            value={state}
            onChange={(value) => setInState(value === 'failed' ? '' : value)}
          />
        </div>
      </div>
      <DataTable
        label="Failed events"
        query={events}
        columns={columns}
        rowId={({ id }) => id}
        onRowOpen={setOpen}
        empty={<EmptyState picture="search">{emptyWords[state]}</EmptyState>}
      />
      {open && <FailedEventSheet failed={open} onClose={() => setOpen(null)} />}
    </section>
  );
}

function AllFailed({ failed }: { failed: number }) {
  const canDecide = useCan('event-stages:write');
  const replay = useRouteMutation(failedEventsRoutes.replay, {
    touches: ['event-stages'],
    onSuccess: ({ changed }) => notify(`Replaying ${formatCount(changed, 'event')}`),
    onError: notifyFailure('The events were not replayed'),
  });
  if (!canDecide) return null;
  return (
    <Button loading={replay.isPending} onClick={() => replay.mutate({})}>
      Replay {formatCount(failed, 'failed event')}
    </Button>
  );
}
