import { dashboardSchedulesRoutes } from '@engagex/domain/dashboard-schedules';
import { useParams } from 'wouter';
import { useRouteMutation } from '../../shared/query.ts';
import { Button, ButtonLink } from '../../ui/button.tsx';
import { Notice } from '../../ui/notice.tsx';
import { Page, PageHeader } from '../../ui/page.tsx';
import { notifyFailure } from '../../ui/toast.tsx';

/** Where a mail leads whoever does not want it. It takes a click here: mail programs open links by themselves. */
export function StopMailPage() {
  const { id, scheduleId } = useParams<{ id: string; scheduleId: string }>();
  const stop = useRouteMutation(dashboardSchedulesRoutes.stop, { onError: notifyFailure('The mail was not stopped') });
  return (
    <Page>
      <PageHeader title="Stop this mail" trail={[{ name: 'Dashboards', href: '/dashboards' }]} />
      {stop.data ? (
        <Notice meaning="good" title={`“${stop.data.dashboard}” is no longer mailed to you`}>
          Other people still get it. To get it again, ask whoever set it up, or schedule it for yourself.
        </Notice>
      ) : (
        <>
          <p>You will get no more mail from this schedule. Other people still get it.</p>
          <div className="flex flex-wrap gap-2">
            <Button variant="primary" loading={stop.isPending} onClick={() => stop.mutate({ id: scheduleId })}>
              Stop this mail
            </Button>
            <ButtonLink href={`/dashboards/${id}`}>Open the dashboard</ButtonLink>
          </div>
        </>
      )}
    </Page>
  );
}
