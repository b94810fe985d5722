import { type DashboardSummary, dashboardsRoutes } from '@engagex/domain/reports';
import { useQuery } from '@tanstack/react-query';
import { Copy, Plus, Store, Trash2 } from 'lucide-react';
import { useLocation } from 'wouter';
import { formatCount } from '../../shared/format.ts';
import { routeQuery, useRouteMutation } from '../../shared/query.ts';
import { useCan } from '../../shared/session.ts';
import { Button } from '../../ui/button.tsx';
import { EmptyState } from '../../ui/empty-state.tsx';
import { ErrorState } from '../../ui/error-state.tsx';
import { IconButton } from '../../ui/icon-button.tsx';
import { Page, PageHeader } from '../../ui/page.tsx';
import { SkeletonLines } from '../../ui/skeleton.tsx';
import { Time } from '../../ui/time.tsx';
import { notifyFailure } from '../../ui/toast.tsx';
import { ThingRow } from './components/thing-row.tsx';
import { SavedReports } from './components/saved-reports.tsx';
import { useDelete } from './use-delete.ts';

/** Dashboards, one's own and those that are shared, and saved reports. */
export function DashboardsPage() {
  const [, navigate] = useLocation();
  const canWrite = useCan('reports:write');
  const dashboards = useQuery(routeQuery(dashboardsRoutes.list, {}));
  const create = useRouteMutation(dashboardsRoutes.create, {
    onSuccess: ({ id }) => navigate(`/dashboards/${id}?edit`),
    onError: notifyFailure('The dashboard was not created'),
  });
  const fresh = (
    <Button
      variant="primary"
      icon={Plus}
      loading={create.isPending}
      onClick={() => create.mutate({ name: 'New dashboard' })}
    >
      New dashboard
    </Button>
  );
  const shop = (
    <Button icon={Store} loading={create.isPending} onClick={() => create.mutate({ name: 'Shop', starter: 'shop' })}>
      Shop dashboard
    </Button>
  );
  const items = dashboards.data?.items ?? [];
  const actions = canWrite && (
    <>
      {shop}
      {fresh}
    </>
  );
  return (
    <Page>
      <PageHeader
        title="Dashboards"
        state={items.length > 0 && formatCount(items.length, 'dashboard')}
        action={items.length > 0 && actions}
      />
      {dashboards.error && !dashboards.data && (
        <ErrorState
          error={dashboards.error}
          what="The dashboards could not be loaded."
          onRetry={() => void dashboards.refetch()}
        />
      )}
      {dashboards.isPending && <SkeletonLines label="Loading the dashboards" lines={4} />}
      {dashboards.data && items.length === 0 && (
        <EmptyState
          picture="layout"
          action={actions && <div className="flex flex-wrap justify-center gap-2">{actions}</div>}
        >
          Put reports side by side and see them refresh by themselves. Start with an empty dashboard, or with what a
          shop asks first.
        </EmptyState>
      )}
      {items.length > 0 && (
        <ul className="divide-y divide-line rounded-md border border-line bg-surface" aria-label="Dashboards">
          {items.map((each) => (
            <DashboardRow key={each.id} dashboard={each} />
          ))}
        </ul>
      )}
      <SavedReports />
    </Page>
  );
}

function DashboardRow({ dashboard }: { dashboard: DashboardSummary }) {
  const { id, name, cards, updatedAt, canChange } = dashboard;
  const canWrite = useCan('reports:write');
  const [, navigate] = useLocation();
  const remove = useDelete('Dashboard', dashboardsRoutes);
  const duplicate = useRouteMutation(dashboardsRoutes.duplicate, {
    onSuccess: (copy) => navigate(`/dashboards/${copy.id}`),
    onError: notifyFailure('The dashboard was not copied'),
  });
  return (
    <ThingRow thing={dashboard} href={`/dashboards/${id}`} detail={formatCount(cards, 'card')}>
      <span className="text-sm text-muted max-sm:hidden">
        Changed <Time value={updatedAt} />
      </span>
      {canWrite && <IconButton label={`Duplicate ${name}`} icon={Copy} onClick={() => duplicate.mutate({ id })} />}
      {canChange && <IconButton label={`Delete ${name}`} icon={Trash2} onClick={() => remove(dashboard)} />}
    </ThingRow>
  );
}
