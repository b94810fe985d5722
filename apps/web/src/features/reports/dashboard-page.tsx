import { dashboardsRoutes } from '@engagex/domain/reports';
import { useQuery } from '@tanstack/react-query';
import { useParams } from 'wouter';
import { routeQuery } from '../../shared/query.ts';
import { FailedPage } from '../../ui/failed-page.tsx';
import { Page } from '../../ui/page.tsx';
import { SkeletonLines } from '../../ui/skeleton.tsx';
import { Dashboard } from './components/dashboard.tsx';

const trail = [{ name: 'Dashboards', href: '/dashboards' }];

export function DashboardPage() {
  const { id } = useParams<{ id: string }>();
  const { data, error, refetch } = useQuery(routeQuery(dashboardsRoutes.get, { id }));
  if (error && !data) return <FailedPage error={error} noun="dashboard" trail={trail} onRetry={() => void refetch()} />;
  return (
    <Page wide>
      {data ? <Dashboard key={data.id} dashboard={data} /> : <SkeletonLines label="Loading the dashboard" lines={8} />}
    </Page>
  );
}
