import { dashboardsRoutes } from '@engagex/domain/reports';
import { useQuery } from '@tanstack/react-query';
import { useParams } from 'wouter';
import { routeQuery } from '../../shared/query.ts';
import { ErrorState } from '../../ui/error-state.tsx';
import { Page } from '../../ui/page.tsx';
import { SkeletonLines } from '../../ui/skeleton.tsx';
import { Dashboard } from './components/dashboard.tsx';

export function DashboardPage() {
  const { id } = useParams<{ id: string }>();
  const { data, error, refetch } = useQuery(routeQuery(dashboardsRoutes.get, { id }));
  return (
    <Page wide>
      {error && !data && (
        <ErrorState error={error} what="The dashboard could not be loaded." onRetry={() => void refetch()} />
      )}
      {!data && !error && <SkeletonLines label="Loading the dashboard" lines={8} />}
      {data && <Dashboard key={data.id} dashboard={data} />}
    </Page>
  );
}
