import { eventLossesRoutes, lossLimits, lossPeriods } from '@engagex/domain/event-losses';
import { useQuery } from '@tanstack/react-query';
import { routeQuery } from '../../shared/query.ts';
import { useUrlState } from '../../shared/url-state.ts';
import { EmptyState } from '../../ui/empty-state.tsx';
import { ErrorState } from '../../ui/error-state.tsx';
import { Select } from '../../ui/select.tsx';
import { SettingsPage } from '../../ui/settings-page.tsx';
import { SkeletonLines } from '../../ui/skeleton.tsx';
import { LossesView } from './components/losses-view.tsx';

const options = lossPeriods.map((days) => ({ value: String(days), label: `Last ${days} days` }));

/** Events that were sent and never arrived. */
export function EventLossesPage() {
  const [shown, setShown] = useUrlState('days');
  const days = lossPeriods.find((each) => String(each) === shown) ?? 30;
  const losses = useQuery(routeQuery(eventLossesRoutes.get, { days }));
  const { data } = losses;
  return (
    <SettingsPage>
      <div className="max-w-prose text-muted">
        <p>
          The script and the Node client number their events, so a gap shows that an event was sent but never arrived.
          It counts as lost after {lossLimits.waitHours} hours, and no longer if it arrives later. What a page sent last
          before it was closed for good cannot be measured.
        </p>
      </div>
      <Select
        aria-label="Period"
        className="md:w-44"
        options={options}
        value={String(days)}
        onChange={(value) => setShown(value === '30' ? '' : value)}
      />
      {losses.error && !data && (
        <ErrorState
          error={losses.error}
          what="Lost events could not be loaded."
          onRetry={() => void losses.refetch()}
        />
      )}
      {losses.isPending && <SkeletonLines label="Loading lost events" lines={6} />}
      {data &&
        (data.total.expected > 0 || data.unmeasured + data.implausible > 0 ? (
          <LossesView losses={data} />
        ) : (
          <EmptyState picture="key">
            Nothing is measured yet. Numbers appear here a day after the script or the Node client sends its first
            events.
          </EmptyState>
        ))}
    </SettingsPage>
  );
}
