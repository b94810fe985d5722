import { noticesRoutes } from '@engagex/domain/notices';
import { useQuery, useQueryClient } from '@tanstack/react-query';
import { routeQuery, useRouteMutation } from '../../../shared/query.ts';
import { useOrganization } from '../../../shared/session.ts';
import { Card, CardBody, CardHeader } from '../../../ui/card.tsx';
import { Checkbox } from '../../../ui/checkbox.tsx';
import { ErrorState } from '../../../ui/error-state.tsx';
import { SkeletonLines } from '../../../ui/skeleton.tsx';
import { notify, notifyFailure } from '../../../ui/toast.tsx';

/** Whether this person is told by mail when a campaign needs somebody; in each organization for itself. */
export function NoticesCard() {
  const { name } = useOrganization();
  const queries = useQueryClient();
  const query = routeQuery(noticesRoutes.get, {});
  const { data: choice, error, refetch } = useQuery(query);
  const update = useRouteMutation(noticesRoutes.update, {
    onSuccess: (saved) => {
      queries.setQueryData(query.queryKey, saved);
      notify(saved.campaigns ? 'You will be told by mail' : 'You will not be told by mail any more');
    },
    onError: notifyFailure('Your choice was not saved'),
  });
  return (
    <Card>
      <CardHeader title="Mail about campaigns" state={name} />
      <CardBody>
        {error && !choice ? (
          <ErrorState error={error} what="Your choice could not be loaded." onRetry={() => void refetch()} />
        ) : choice ? (
          <Checkbox
            label="Tell me by mail when a campaign needs somebody"
            help="It paused by itself, could not start, or is waiting for a variant to be chosen or for your approval; or your own request for approval was decided. Once each time."
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
