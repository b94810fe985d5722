import { membersRoutes, organizationRoutes } from '@engagex/domain/accounts';
import { useState } from 'react';
import { submitTo, useZodForm } from '../../shared/form.ts';
import { useRouteMutation } from '../../shared/query.ts';
import { refreshSession, useCan, useOrganization } from '../../shared/session.ts';
import { Button } from '../../ui/button.tsx';
import { Card, CardBody, CardHeader } from '../../ui/card.tsx';
import { ConfirmDialog } from '../../ui/confirm-dialog.tsx';
import { Field } from '../../ui/field.tsx';
import { showFailure } from '../../ui/form-failure.ts';
import { Input } from '../../ui/input.tsx';
import { notify } from '../../ui/toast.tsx';
import { SettingsPage } from './settings-page.tsx';

/** The organization's name, and the way out of it. */
export function OrganizationPage() {
  return (
    <SettingsPage>
      <NameCard />
      <LeaveCard />
    </SettingsPage>
  );
}

function NameCard() {
  const { name } = useOrganization();
  const canWrite = useCan('organization:write');
  const form = useZodForm(organizationRoutes.update.body, { name });
  const update = useRouteMutation(organizationRoutes.update, {
    onSuccess: async (organization) => {
      await refreshSession();
      form.reset({ name: organization.name });
      notify('Organization renamed');
    },
    onError: showFailure(form, 'The organization was not renamed'),
  });
  return (
    <Card>
      <CardHeader title="Organization" />
      <CardBody>
        <form noValidate className="flex flex-col gap-4" onSubmit={submitTo(form, (input) => update.mutate(input))}>
          <Field
            label="Name"
            help="People see it in the switcher, in invitations, and where a template says {{ organization.name }}."
            error={form.formState.errors.name?.message}
          >
            <Input disabled={!canWrite} {...form.register('name')} />
          </Field>
          {canWrite && (
            <div className="flex justify-end">
              <Button type="submit" variant="primary" disabled={!form.formState.isDirty} loading={update.isPending}>
                Save name
              </Button>
            </div>
          )}
        </form>
      </CardBody>
    </Card>
  );
}

function LeaveCard() {
  const { name } = useOrganization();
  const [isAsking, setAsking] = useState(false);
  const leave = useRouteMutation(membersRoutes.leave);
  async function leaveForGood() {
    await leave.mutateAsync({});
    location.assign('/'); // a fresh start in another organization, with nothing of this one in memory
  }
  return (
    <Card>
      <CardHeader title="Leave" />
      <CardBody className="flex flex-wrap items-center justify-between gap-4">
        <p className="max-w-lg text-muted">
          You lose access at once. What you made stays, and an owner or admin can invite you again.
        </p>
        <Button onClick={() => setAsking(true)}>Leave {name}</Button>
      </CardBody>
      <ConfirmDialog
        open={isAsking}
        onOpenChange={setAsking}
        title={`Leave ${name}?`}
        consequence="You lose access at once. Contacts, templates and campaigns you made stay."
        action={`Leave ${name}`}
        cancel="Stay"
        onConfirm={leaveForGood}
      />
    </Card>
  );
}
