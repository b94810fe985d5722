import { type NotificationSettings, notificationsRoutes } from '@engagex/domain/notifications';
import type { InputOf } from '@engagex/domain/shared';
import { useQuery, useQueryClient } from '@tanstack/react-query';
import { routeQuery, useRouteMutation } from '../../shared/query.ts';
import { useCan, useOrganization } from '../../shared/session.ts';
import { Card, CardBody, CardHeader } from '../../ui/card.tsx';
import { ErrorState } from '../../ui/error-state.tsx';
import { SettingsPage } from '../../ui/settings-page.tsx';
import { SkeletonLines } from '../../ui/skeleton.tsx';
import { notifyFailure } from '../../ui/toast.tsx';
import { BrowserCard } from './components/browser-card.tsx';
import { ChoicesTable } from './components/choices-table.tsx';
import { DigestCard } from './components/digest-card.tsx';

/** What this person is notified of, and how; for those who may, what the others get who chose nothing. */
export function NotificationSettingsPage() {
  return (
    <SettingsPage>
      <OwnChoices />
      <BrowserCard />
      {useCan('organization:write') && <Defaults />}
    </SettingsPage>
  );
}

function OwnChoices() {
  const { name } = useOrganization();
  const queries = useQueryClient();
  const query = routeQuery(notificationsRoutes.settings, {});
  const { data, error, refetch } = useQuery(query);
  const choose = useRouteMutation(notificationsRoutes.choose, {
    onSuccess: (saved) => queries.setQueryData(query.queryKey, saved),
    onError: notifyFailure('Your choice was not saved'),
  });
  if (error && !data)
    return <ErrorState error={error} what="Your settings could not be loaded." onRetry={() => void refetch()} />;
  return (
    <>
      <Card>
        <CardHeader title="What you are notified of" state={`In ${name}. Changes are saved at once.`} />
        {data ? (
          <ChoicesTable
            label="What you are notified of"
            choices={data.choices}
            pending={choose.isPending ? (choose.variables.choices ?? []) : []}
            onChange={(choice) => choose.mutate({ choices: [choice] })}
          />
        ) : (
          <CardBody>
            <SkeletonLines label="Loading your settings" lines={8} />
          </CardBody>
        )}
      </Card>
      {data && (
        <DigestCard
          settings={choose.isPending ? withChange(data, choose.variables) : data}
          onChange={(change) => choose.mutate(change)}
        />
      )}
    </>
  );
}

/** What is being saved is shown as if it were. */
function withChange(
  settings: NotificationSettings,
  { digest, digestHour }: InputOf<typeof notificationsRoutes.choose>,
) {
  return { ...settings, digest: digest ?? settings.digest, digestHour: digestHour ?? settings.digestHour };
}

function Defaults() {
  const queries = useQueryClient();
  const query = routeQuery(notificationsRoutes.defaults, {});
  const { data, error, refetch } = useQuery(query);
  const set = useRouteMutation(notificationsRoutes.setDefaults, {
    onSuccess: (saved) => queries.setQueryData(query.queryKey, saved),
    onError: notifyFailure('The default was not saved'),
  });
  if (error && !data)
    return <ErrorState error={error} what="The defaults could not be loaded." onRetry={() => void refetch()} />;
  return (
    <Card>
      <CardHeader title="Organization defaults" state="For members who have not chosen themselves" />
      {data ? (
        <ChoicesTable
          label="Organization defaults"
          choices={data.choices}
          pending={set.isPending ? set.variables.choices : []}
          onChange={(choice) => set.mutate({ choices: [choice] })}
        />
      ) : (
        <CardBody>
          <SkeletonLines label="Loading the defaults" lines={8} />
        </CardBody>
      )}
    </Card>
  );
}
