import { peopleRoutes } from '@engagex/domain/people';
import { useQuery } from '@tanstack/react-query';
import { routeQuery, useRouteMutation } from '../../shared/query.ts';
import { Card, CardBody, CardHeader } from '../../ui/card.tsx';
import { Checkbox } from '../../ui/checkbox.tsx';
import { ErrorState } from '../../ui/error-state.tsx';
import { SettingsPage } from '../../ui/settings-page.tsx';
import { SkeletonLines } from '../../ui/skeleton.tsx';
import { notify, notifyFailure } from '../../ui/toast.tsx';

/** Whether people become contacts. */
export function PeopleSettingsPage() {
  const settings = useQuery(routeQuery(peopleRoutes.settings, {}));
  const save = useRouteMutation(peopleRoutes.saveSettings, {
    onSuccess: ({ createsContacts }) =>
      notify(createsContacts ? 'Servers can now create contacts' : 'Servers no longer create contacts'),
    onError: notifyFailure('The setting was not saved'),
  });
  return (
    <SettingsPage>
      <p className="text-muted">
        Events belong to people. A person becomes part of a contact when their user ID is the contact’s external ID, or
        when your server identifies them with the contact’s address.
      </p>
      {settings.error && !settings.data && (
        <ErrorState
          error={settings.error}
          what="The settings could not be loaded."
          onRetry={() => void settings.refetch()}
        />
      )}
      {settings.isPending && <SkeletonLines label="Loading the settings" lines={3} />}
      {settings.data && (
        <Card>
          <CardHeader title="New contacts" />
          <CardBody>
            <Checkbox
              label="Create a contact when a server identifies somebody new"
              help="Applies to identify calls with a secret key only; a browser never creates contacts. New contacts are not subscribed unless the call includes the wording they agreed to in context.consent.wording."
              checked={settings.data.createsContacts}
              disabled={save.isPending}
              onChange={({ target }) =>
                save.mutate({ createsContacts: target.checked, version: settings.data.updatedAt })
              }
            />
          </CardBody>
        </Card>
      )}
    </SettingsPage>
  );
}
