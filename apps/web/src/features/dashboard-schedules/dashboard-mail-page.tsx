import { dashboardSchedulesRoutes } from '@engagex/domain/dashboard-schedules';
import { dashboardsRoutes } from '@engagex/domain/reports';
import { useQuery } from '@tanstack/react-query';
import { Plus } from 'lucide-react';
import { useState } from 'react';
import { useParams } from 'wouter';
import { formatCount } from '../../shared/format.ts';
import { routeQuery } from '../../shared/query.ts';
import { useCan } from '../../shared/session.ts';
import { Button } from '../../ui/button.tsx';
import { EmptyState } from '../../ui/empty-state.tsx';
import { ErrorState } from '../../ui/error-state.tsx';
import { FailedPage } from '../../ui/failed-page.tsx';
import { Page, PageHeader } from '../../ui/page.tsx';
import { SkeletonLines } from '../../ui/skeleton.tsx';
import { FeatureNotice, useIsMissing } from '../plans/index.ts';
import { ScheduleCard } from './components/schedule-card.tsx';
import { ScheduleDialog } from './components/schedule-dialog.tsx';

/** When a dashboard is mailed and to whom, and what became of it. */
export function DashboardMailPage() {
  const { id } = useParams<{ id: string }>();
  const [isNew, setIsNew] = useState(false);
  const canWrite = useCan('reports:write');
  const isMissing = useIsMissing('dashboard_schedules');
  const dashboard = useQuery(routeQuery(dashboardsRoutes.get, { id }));
  const schedules = useQuery(routeQuery(dashboardSchedulesRoutes.list, { dashboardId: id }));
  const trail = [
    { name: 'Dashboards', href: '/dashboards' },
    { name: dashboard.data?.name ?? 'Dashboard', href: `/dashboards/${id}` },
  ];
  const { error, data } = dashboard;
  if (error && !data)
    return (
      <FailedPage error={error} noun="dashboard" trail={trail.slice(0, 1)} onRetry={() => void dashboard.refetch()} />
    );
  const items = schedules.data?.items ?? [];
  const fresh = canWrite && !isMissing && data && (
    <Button variant="primary" icon={Plus} onClick={() => setIsNew(true)}>
      New schedule
    </Button>
  );
  return (
    <Page>
      <PageHeader
        title="Mail"
        trail={trail}
        state={items.length > 0 && formatCount(items.length, 'schedule')}
        action={items.length > 0 && fresh}
      />
      <FeatureNotice feature="dashboard_schedules">Schedules that are there keep mailing.</FeatureNotice>
      {schedules.error && !schedules.data && (
        <ErrorState
          error={schedules.error}
          what="The schedules could not be loaded."
          onRetry={() => void schedules.refetch()}
        />
      )}
      {schedules.isPending && <SkeletonLines label="Loading the schedules" lines={4} />}
      {schedules.data && items.length === 0 && (
        <EmptyState picture="envelope" action={fresh}>
          Get this dashboard by email every day, week or month.
        </EmptyState>
      )}
      {items.map((schedule) => (
        <ScheduleCard key={schedule.id} schedule={schedule} />
      ))}
      {isNew && data && <ScheduleDialog dashboard={data} close={() => setIsNew(false)} />}
    </Page>
  );
}
