import { notificationsRoutes } from '@engagex/domain/notifications';
import { useQuery, useQueryClient } from '@tanstack/react-query';
import { routeQuery, useRouteMutation } from '../../../shared/query.ts';
import { useOrganization } from '../../../shared/session.ts';
import { Card, CardBody, CardHeader } from '../../../ui/card.tsx';
import { Checkbox } from '../../../ui/checkbox.tsx';
import { ErrorState } from '../../../ui/error-state.tsx';
import { SkeletonLines } from '../../../ui/skeleton.tsx';
import { notify, notifyFailure } from '../../../ui/toast.tsx';

/** Whether this person is emailed when a campaign or a comment needs them; in each organization for itself. */
export function NotificationsCard() {
  const { name } = useOrganization();
  const queries = useQueryClient();
  const query = routeQuery(notificationsRoutes.get, {});
  const { data: choice, error, refetch } = useQuery(query);
  const update = useRouteMutation(notificationsRoutes.update, {
    onSuccess: (saved) => {
      queries.setQueryData(query.queryKey, saved);
      notify(saved.campaigns ? 'Email notifications are on' : 'Email notifications are off');
    },
    onError: notifyFailure('Your choice was not saved'),
  });
  return (
    <Card>
      <CardHeader title="Email notifications" state={name} />
      <CardBody>
        {error && !choice ? (
          <ErrorState error={error} what="Your choice could not be loaded." onRetry={() => void refetch()} />
        ) : choice ? (
          <Checkbox
            label="Email me when something needs my attention"
            help="When a campaign pauses automatically, cannot start, or is waiting for someone to choose a variant or for your approval, when your own approval request is answered, when a comment mentions you, and when a sending domain loses its DNS records or mailbox providers refuse its messages. One email each time."
            checked={update.isPending ? update.variables.campaigns : choice.campaigns}
            disabled={update.isPending}
            onChange={({ target }) => update.mutate({ campaigns: target.checked })}
          />
        ) : (
          <SkeletonLines label="Loading your choice" lines={2} />
        )}
      </CardBody>
    </Card>
  );
}
