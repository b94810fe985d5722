import { type SegmentTracking, segmentMembershipsRoutes } from '@engagex/domain/segment-memberships';
import { useQuery } from '@tanstack/react-query';
import { formatDateTime, formatNumber } from '../../../shared/format.ts';
import { routeQuery, useRouteMutation } from '../../../shared/query.ts';
import { useCan } from '../../../shared/session.ts';
import { Card, CardBody, CardHeader } from '../../../ui/card.tsx';
import { Checkbox } from '../../../ui/checkbox.tsx';
import { DayBars } from '../../../ui/day-bars.tsx';
import { ErrorState } from '../../../ui/error-state.tsx';
import { Notice } from '../../../ui/notice.tsx';
import { SkeletonLines } from '../../../ui/skeleton.tsx';
import { Stat } from '../../../ui/stat.tsx';
import { notifyFailure } from '../../../ui/toast.tsx';
import { ChangeList } from './change-list.tsx';

const bars = [
  { key: 'entered', name: 'Entered', colour: 'var(--good-solid)' },
  { key: 'left', name: 'Left', colour: 'var(--warning-solid)' },
] as const;
const days = 30;

/** Who enters and leaves a segment: the switch, how many, and the list. */
export function TrackingSection({ id }: { id: string }) {
  const tracking = useQuery(routeQuery(segmentMembershipsRoutes.get, { id }));
  if (tracking.error && !tracking.data) {
    const retry = () => void tracking.refetch();
    return <ErrorState error={tracking.error} what="Tracking could not be loaded." onRetry={retry} />;
  }
  return (
    <Card aria-label="Who enters and leaves">
      <CardHeader title="Who enters and leaves" state={tracking.data && stateWords(tracking.data)} />
      <CardBody className="flex flex-col gap-5">
        {tracking.data ? (
          <>
            <TrackingSwitch id={id} tracking={tracking.data} />
            <Problem tracking={tracking.data} />
            {tracking.data.begunAt !== null && <Recorded id={id} tracking={tracking.data} />}
          </>
        ) : (
          <SkeletonLines label="Loading who enters and leaves" lines={2} />
        )}
      </CardBody>
    </Card>
  );
}

function TrackingSwitch({ id, tracking }: { id: string; tracking: SegmentTracking }) {
  const canWrite = useCan('contacts:write');
  const track = useRouteMutation(segmentMembershipsRoutes.track, {
    onError: notifyFailure('Tracking was not turned on'),
  });
  const pause = useRouteMutation(segmentMembershipsRoutes.pause, { onError: notifyFailure('Tracking was not paused') });
  const isOn = tracking.watchers.includes('members');
  const others = tracking.watchers.length - (isOn ? 1 : 0);
  return (
    <Checkbox
      label="Keep track of who enters and leaves"
      help={
        others > 0
          ? 'Journeys need this segment, so it is tracked as long as they do.'
          : 'Each change is recorded with its reason, within about a second. Paused tracking keeps what is recorded.'
      }
      checked={isOn}
      disabled={!canWrite || track.isPending || pause.isPending}
      onChange={({ target }) => (target.checked ? track : pause).mutate({ id })}
    />
  );
}

function Problem({ tracking: { state, problem } }: { tracking: SegmentTracking }) {
  if (state === 'broken') {
    return (
      <Notice meaning="danger" title="Tracking has stopped">
        {problem} Changes are recorded again once the segment is in order.
      </Notice>
    );
  }
  if (state !== 'starting') return null;
  return <Notice meaning="info">Finding out who is in the segment. This takes a few seconds.</Notice>;
}

function Recorded({ id, tracking }: { id: string; tracking: SegmentTracking }) {
  const counts = useQuery(routeQuery(segmentMembershipsRoutes.counts, { id, days }));
  const sum = (of: 'entered' | 'left') => counts.data?.items.reduce((total, day) => total + day[of], 0);
  const shown = (value: number | null | undefined) =>
    value === null || value === undefined ? '–' : formatNumber(value);
  return (
    <>
      <dl className="grid grid-cols-1 gap-3 sm:grid-cols-3">
        <Stat
          label={tracking.state === 'on' ? 'Contacts in it now' : 'Contacts in it when last known'}
          value={shown(tracking.members)}
        />
        <Stat label="Entered" value={shown(sum('entered'))} detail={`in the last ${days} days`} />
        <Stat label="Left" value={shown(sum('left'))} detail={`in the last ${days} days`} />
      </dl>
      {counts.error && !counts.data && (
        <ErrorState error={counts.error} what="The counts could not be loaded." onRetry={() => void counts.refetch()} />
      )}
      {counts.data && <DayBars bars={bars} days={counts.data.items} />}
      <ChangeList id={id} />
    </>
  );
}

function stateWords({ state, begunAt }: SegmentTracking): string {
  const since = begunAt === null ? '' : ` since ${formatDateTime(begunAt)}`;
  if (state === 'off') return 'Not tracked';
  if (state === 'starting') return 'Starting';
  if (state === 'paused') return 'Paused';
  return state === 'broken' ? 'Stopped' : `Tracked${since}`;
}
