import { analyticsRoutes, type EventTotals } from '@engagex/domain/analytics';
import { keepPreviousData, useQuery, type UseQueryResult } from '@tanstack/react-query';
import { ChartSpline } from 'lucide-react';
import { formatTime } from '../../shared/format.ts';
import { routeQuery } from '../../shared/query.ts';
import { useCan } from '../../shared/session.ts';
import { useUrlState } from '../../shared/url-state.ts';
import { ButtonLink } from '../../ui/button.tsx';
import { ErrorState } from '../../ui/error-state.tsx';
import { LiveDot } from '../../ui/live-dot.tsx';
import { Notice } from '../../ui/notice.tsx';
import { Page, PageHeader } from '../../ui/page.tsx';
import { Select } from '../../ui/select.tsx';
import { SkeletonLines } from '../../ui/skeleton.tsx';
import { EventStream } from './components/event-stream.tsx';
import { Totals } from './components/totals.tsx';
import { periods } from './periods.ts';
import { refreshMs } from './use-tail.ts';
import { LimitNotice } from '../plans/index.ts';

/** What people do right now, and what they did lately in numbers. */
export function LivePage() {
  const canSeePeople = useCan('people:read');
  const [period, setPeriod] = useUrlState('period');
  const { value, hours } = periods.find((each) => each.value === period) ?? periods[1];
  const totals = useQuery({
    ...routeQuery(analyticsRoutes.events, { hours }),
    refetchInterval: refreshMs,
    placeholderData: keepPreviousData,
  });
  return (
    <Page wide>
      <PageHeader
        title="Events"
        state={<LiveDot />}
        action={
          <>
            <Select
              aria-label="Period of the numbers"
              className="w-40"
              options={periods}
              value={value}
              onChange={(next) => setPeriod(next === periods[1].value ? '' : next)}
            />
            <ButtonLink href="/explore" icon={ChartSpline}>
              Explore
            </ButtonLink>
          </>
        }
      />
      <LimitNotice of="events" />
      <Numbers query={totals} />
      {canSeePeople && <EventStream names={totals.data?.byName.map(({ name }) => name) ?? []} />}
    </Page>
  );
}

function Numbers({ query }: { query: UseQueryResult<EventTotals> }) {
  const { data, error, dataUpdatedAt } = query;
  if (!data && error)
    return <ErrorState error={error} what="The numbers could not be loaded." onRetry={() => void query.refetch()} />;
  if (!data) return <SkeletonLines label="Loading the numbers" lines={6} />;
  return (
    <>
      {error && (
        <Notice meaning="warning" title={`These numbers are as of ${formatTime(dataUpdatedAt)}.`}>
          They could not be refreshed. The page keeps trying.
        </Notice>
      )}
      <Totals totals={data} />
    </>
  );
}
