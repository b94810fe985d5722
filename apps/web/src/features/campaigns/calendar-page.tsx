import { calendarRoutes, type CalendarEntry } from '@engagex/domain/campaigns';
import { wallTimeIn } from '@engagex/domain/shared';
import { keepPreviousData, useQuery } from '@tanstack/react-query';
import { ChevronLeft, ChevronRight } from 'lucide-react';
import { type KeyboardEvent, useState } from 'react';
import { formatCount, formatMonth } from '../../shared/format.ts';
import { routeQuery } from '../../shared/query.ts';
import { useOrganization } from '../../shared/session.ts';
import { useUrlState } from '../../shared/url-state.ts';
import { Button } from '../../ui/button.tsx';
import { EmptyState } from '../../ui/empty-state.tsx';
import { ErrorState } from '../../ui/error-state.tsx';
import { Notice } from '../../ui/notice.tsx';
import { Page, PageHeader } from '../../ui/page.tsx';
import { SkeletonLines } from '../../ui/skeleton.tsx';
import { monthAfter, weeksOf } from './calendar-days.ts';
import { CalendarGrid, CalendarList } from './components/calendar-month.tsx';

const trail = [{ name: 'Campaigns', href: '/campaigns' }];
const months = /^\d{4}-(0[1-9]|1[0-2])$/;
const none: readonly CalendarEntry[] = [];

/** What was sent and what is planned, month by month. Page up and Page down turn the months. */
export function CalendarPage() {
  const { timeZone } = useOrganization();
  const [today] = useState(() => wallTimeIn(timeZone, new Date()).slice(0, 10));
  const [chosen, setChosen] = useUrlState('month');
  const month = months.test(chosen) ? chosen : today.slice(0, 7);
  const weeks = weeksOf(month);
  const range = { from: weeks[0]?.[0] ?? today, to: weeks.at(-1)?.at(-1) ?? today };
  const query = useQuery({ ...routeQuery(calendarRoutes.calendar, range), placeholderData: keepPreviousData });
  const turn = (by: number) => setChosen(monthAfter(month, by));
  const turnByKey = (event: KeyboardEvent) => {
    const by = event.key === 'PageDown' ? 1 : event.key === 'PageUp' ? -1 : 0;
    if (by === 0) return;
    event.preventDefault();
    turn(by);
  };
  const items = query.data?.items ?? none;
  const ofMonth = items.filter(({ day }) => day.startsWith(month));
  return (
    <Page wide>
      <PageHeader
        title="Calendar"
        trail={trail}
        state={`Times in ${timeZone.replaceAll('_', ' ')}`}
        action={
          <>
            <Button icon={ChevronLeft} aria-label="Previous month" onClick={() => turn(-1)} />
            <Button onClick={() => setChosen('')}>Today</Button>
            <Button icon={ChevronRight} aria-label="Next month" onClick={() => turn(1)} />
          </>
        }
      />
      {/* oxlint-disable-next-line jsx-a11y/no-noninteractive-element-interactions -- a shortcut; the buttons above do the same */}
      <section aria-label={formatMonth(`${month}-01`)} className="flex flex-col gap-3" onKeyDown={turnByKey}>
        <h2 className="text-lg font-semibold" aria-live="polite">
          {formatMonth(`${month}-01`)}
          {query.data && <span className="font-normal text-muted"> · {formatCount(ofMonth.length, 'campaign')}</span>}
        </h2>
        {query.data?.hasMore && (
          <Notice meaning="warning">This month has more campaigns than can be shown. These are the first 500.</Notice>
        )}
        {query.error && !query.data ? (
          <ErrorState
            error={query.error}
            what="The calendar could not be loaded."
            onRetry={() => void query.refetch()}
          />
        ) : query.data ? (
          <>
            <CalendarGrid month={month} today={today} weeks={weeks} items={items} />
            <div className="md:hidden">
              {ofMonth.length > 0 ? (
                <CalendarList items={ofMonth} />
              ) : (
                <EmptyState picture="envelope">Nothing was sent or is scheduled this month.</EmptyState>
              )}
            </div>
          </>
        ) : (
          <SkeletonLines label="Loading the calendar" lines={8} />
        )}
      </section>
    </Page>
  );
}
