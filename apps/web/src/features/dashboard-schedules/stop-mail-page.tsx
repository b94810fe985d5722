import { dashboardSchedulesRoutes } from '@engagex/domain/dashboard-schedules';
import { useQuery } from '@tanstack/react-query';
import { useParams } from 'wouter';
import { routeQuery, useRouteMutation } from '../../shared/query.ts';
import { Button, ButtonLink } from '../../ui/button.tsx';
import { FailedPage, MissingPage } from '../../ui/failed-page.tsx';
import { Notice } from '../../ui/notice.tsx';
import { Page, PageHeader } from '../../ui/page.tsx';
import { SkeletonLines } from '../../ui/skeleton.tsx';
import { notifyFailure } from '../../ui/toast.tsx';

const trail = [{ name: 'Dashboards', href: '/dashboards' }];

/** Where a mail leads whoever does not want it. It takes a click here: mail programs open links by themselves. */
export function StopMailPage() {
  const { id, scheduleId } = useParams<{ id: string; scheduleId: string }>();
  const schedules = useQuery(routeQuery(dashboardSchedulesRoutes.list, {}));
  const stop = useRouteMutation(dashboardSchedulesRoutes.stop, { onError: notifyFailure('The mail was not stopped') });
  if (stop.data)
    return (
      <Page>
        <PageHeader title="Mail stopped" trail={trail} />
        <Notice meaning="good" title={`“${stop.data.dashboard}” is no longer mailed to you`}>
          Other people still get it. To get it again, ask whoever set it up, or schedule it for yourself.
        </Notice>
      </Page>
    );
  if (schedules.error && !schedules.data)
    return (
      <FailedPage error={schedules.error} noun="schedule" trail={trail} onRetry={() => void schedules.refetch()} />
    );
  if (!schedules.data) return <SkeletonLines label="Loading the schedule" lines={4} />;
  const schedule = schedules.data.items.find((each) => each.id === scheduleId && each.dashboard.id === id);
  if (!schedule) return <MissingPage noun="schedule" trail={trail} />;
  return (
    <Page>
      <PageHeader title={`Stop the mail of “${schedule.dashboard.name}”`} trail={trail} />
      <p>You will get no more mail from this schedule. Other people still get it.</p>
      <div className="flex flex-wrap gap-2">
        <Button variant="primary" loading={stop.isPending} onClick={() => stop.mutate({ id: scheduleId })}>
          Stop this mail
        </Button>
        <ButtonLink href={`/dashboards/${id}`}>Open the dashboard</ButtonLink>
      </div>
    </Page>
  );
}
