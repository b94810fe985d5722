import { meterNames, type Meter, meters, usageRoutes } from '@engagex/domain/usage';
import { keepPreviousData, useQuery } from '@tanstack/react-query';
import { useState } from 'react';
import { formatDateTime } from '../../shared/format.ts';
import { routeQuery } from '../../shared/query.ts';
import { useUrlState } from '../../shared/url-state.ts';
import { ErrorState } from '../../ui/error-state.tsx';
import { Select } from '../../ui/select.tsx';
import { SettingsPage } from '../../ui/settings-page.tsx';
import { SkeletonLines } from '../../ui/skeleton.tsx';
import { TabPanel, Tabs } from '../../ui/tabs.tsx';
import { ForecastCard, PlanCard, SpendingCard } from '../plans/index.ts';
import { AddUpCard } from './components/add-up-card.tsx';
import { MeterDays } from './components/meter-days.tsx';
import { daysOf, isMonth, monthOptions, monthsSince } from './months.ts';
import { quantityOf } from './quantities.ts';

/** What the organization used in a month, by day and by what, down to each entry. */
export function UsagePage() {
  const [chosenMonth, setMonth] = useUrlState('month');
  const [chosenMeter, setMeter] = useUrlState('of');
  const [now] = useState(() => new Date());
  const thisMonth = now.toISOString().slice(0, 7);
  const month = isMonth(chosenMonth) && chosenMonth <= thisMonth ? chosenMonth : thisMonth;
  const meter = meters.find((each) => each === chosenMeter) ?? meters[0];
  const period = daysOf(month, now);
  const query = useQuery({ ...routeQuery(usageRoutes.days, period), placeholderData: keepPreviousData });
  const { data } = query;
  return (
    <SettingsPage
      action={
        data && (
          <Select
            aria-label="Month"
            className="w-44"
            options={monthOptions(monthsSince(data.since, now))}
            value={month}
            onChange={(next) => setMonth(next === thisMonth ? '' : next)}
          />
        )
      }
    >
      {query.error && !data && (
        <ErrorState error={query.error} what="Usage could not be loaded." onRetry={() => void query.refetch()} />
      )}
      {!data && !query.error && <SkeletonLines label="Loading usage" lines={8} />}
      {data && (
        <>
          <PlanCard />
          <SpendingCard />
          <ForecastCard />
          <p className="max-w-prose text-muted">
            Months, days and hours are in UTC. Hours before {formatDateTime(data.frozenUntil)} are final: what they come
            to never changes.
          </p>
          <Tabs<Meter>
            label="What was used"
            tabs={meters.map((value) => ({
              value,
              label: meterNames[value].name,
              count: quantityOf(data.days, value),
            }))}
            value={meter}
            onChange={(next) => setMeter(next === meters[0] ? '' : next)}
          >
            <TabPanel value={meter}>
              <MeterDays meter={meter} days={data.days} period={period} />
            </TabPanel>
          </Tabs>
          <AddUpCard key={month} period={period} days={data.days} />
        </>
      )}
    </SettingsPage>
  );
}
