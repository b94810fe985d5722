import { type FailedEvent, failedEventsRoutes } from '@engagex/domain/event-stages';
import { useQuery } from '@tanstack/react-query';
import { Link } from 'wouter';
import { routeQuery, useRouteMutation } from '../../../shared/query.ts';
import { useCan } from '../../../shared/session.ts';
import { Button } from '../../../ui/button.tsx';
import { ErrorState } from '../../../ui/error-state.tsx';
import { Sheet } from '../../../ui/sheet.tsx';
import { SkeletonLines } from '../../../ui/skeleton.tsx';
import { Time } from '../../../ui/time.tsx';
import { notify, notifyFailure } from '../../../ui/toast.tsx';
import { stageName } from '../stage-words.ts';

interface FailedEventSheetProps {
  readonly failed: FailedEvent;
  readonly onClose: () => void;
}

/** One event that failed, as it was received, and what to do with it. */
export function FailedEventSheet({ failed, onClose }: FailedEventSheetProps) {
  return (
    <Sheet open onOpenChange={(isOpen) => !isOpen && onClose()} title={failed.eventName}>
      <div className="flex flex-col gap-4 p-5">
        <dl className="grid grid-cols-[7rem_1fr] gap-x-4 gap-y-2">
          <dt className="text-muted">Stage</dt>
          <dd>{stageName(failed.stage)}</dd>
          <dt className="text-muted">Error</dt>
          <dd className="wrap-anywhere">{failed.problem}</dd>
          <dt className="text-muted">Attempts</dt>
          <dd>{failed.attempts}</dd>
          <dt className="text-muted">First failed</dt>
          <dd>
            <Time value={failed.firstFailedAt} />
          </dd>
          {failed.dueAt && (
            <>
              <dt className="text-muted">Next attempt</dt>
              <dd>
                <Time value={failed.dueAt} />
              </dd>
            </>
          )}
        </dl>
        <AsReceived failed={failed} />
        <Decisions failed={failed} onDecided={onClose} />
      </div>
    </Sheet>
  );
}

function AsReceived({ failed }: { failed: FailedEvent }) {
  const canSeePeople = useCan('people:read');
  const detail = useQuery(routeQuery(failedEventsRoutes.get, { id: failed.id }));
  if (detail.error && !detail.data)
    return (
      <ErrorState error={detail.error} what="The event could not be loaded." onRetry={() => void detail.refetch()} />
    );
  if (!detail.data) return <SkeletonLines label="Loading the event" lines={4} />;
  const { event } = detail.data;
  if (!event) return <p className="text-muted">The event is no longer kept. Replaying it changes nothing.</p>;
  return (
    <div className="flex flex-col gap-2">
      {canSeePeople && (
        <Link href={`/people/${event.personId}`} className="font-medium hover:underline">
          Open the person
        </Link>
      )}
      <pre className="rounded-md border border-line bg-subtle p-3 text-sm wrap-anywhere whitespace-pre-wrap">
        {JSON.stringify({ messageId: event.messageId, properties: event.properties, context: event.context }, null, 2)}
      </pre>
    </div>
  );
}

function Decisions({ failed, onDecided }: { failed: FailedEvent; onDecided: () => void }) {
  const canDecide = useCan('event-stages:write');
  const touches = ['event-stages'] as const;
  const ids = { ids: [failed.id] };
  const restore = useRouteMutation(failedEventsRoutes.restore, {
    touches,
    onSuccess: () => notify('Event restored'),
    onError: notifyFailure('The event was not restored'),
  });
  const replay = useRouteMutation(failedEventsRoutes.replay, {
    touches,
    onSuccess: () => notify('Replaying the event'),
    onError: notifyFailure('The event was not replayed'),
  });
  const discard = useRouteMutation(failedEventsRoutes.discard, {
    touches,
    onSuccess: () => notify('Event discarded', { undo: () => restore.mutate(ids) }),
    onError: notifyFailure('The event was not discarded'),
  });
  if (!canDecide || failed.state === 'retrying') return null;
  const decide = (change: typeof replay) => () => change.mutate(ids, { onSuccess: onDecided });
  if (failed.state === 'discarded')
    return (
      <Button loading={restore.isPending} onClick={() => restore.mutate(ids, { onSuccess: onDecided })}>
        Restore
      </Button>
    );
  return (
    <div className="flex gap-2">
      <Button variant="primary" loading={replay.isPending} onClick={decide(replay)}>
        Replay this stage
      </Button>
      <Button loading={discard.isPending} onClick={decide(discard)}>
        Discard
      </Button>
    </div>
  );
}
