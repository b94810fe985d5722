import { membersRoutes, organizationInput, organizationRoutes } from '@engagex/domain/accounts';
import type { OutputOf } from '@engagex/domain/shared';
import { useQuery } from '@tanstack/react-query';
import { useState } from 'react';
import { Controller } from 'react-hook-form';
import { submitTo } from '../../shared/form.ts';
import { routeQuery, useRouteMutation } from '../../shared/query.ts';
import { refreshSession, useCan, useOrganization } from '../../shared/session.ts';
import { Button } from '../../ui/button.tsx';
import { Card, CardBody, CardHeader } from '../../ui/card.tsx';
import { ConfirmDialog } from '../../ui/confirm-dialog.tsx';
import { ErrorState } from '../../ui/error-state.tsx';
import { Field } from '../../ui/field.tsx';
import { showFailure } from '../../ui/form-failure.ts';
import { Input } from '../../ui/input.tsx';
import { useKeptForm } from '../../ui/kept-form.ts';
import { SkeletonLines } from '../../ui/skeleton.tsx';
import { notify } from '../../ui/toast.tsx';
import { useFormVersion } from '../../ui/use-version.tsx';
import { Select } from '../../ui/select.tsx';
import { SettingsPage } from '../../ui/settings-page.tsx';
import { TimeZoneSelect } from '../../ui/time-zone-select.tsx';
import { ColourCard } from './components/colour-card.tsx';
import { DeleteOrganizationCard } from './components/delete-organization-card.tsx';
import { LogoCard } from './components/logo-card.tsx';
import { PauseLimitsCard } from './components/pause-limits-card.tsx';
import { SendingCard } from './components/sending-card.tsx';
import { UtmCard } from './components/utm-card.tsx';

/** What is set for the whole organization, and the way out of it. */
export function OrganizationPage() {
  const canWrite = useCan('organization:write');
  const canDelete = useCan('organization:own');
  return (
    <SettingsPage>
      <OrganizationCard />
      {canWrite && <LogoCard />}
      {canWrite && <ColourCard />}
      <PauseLimitsCard />
      <LeaveCard />
      {canDelete && <DeleteOrganizationCard />}
    </SettingsPage>
  );
}

function OrganizationCard() {
  const canWrite = useCan('organization:write');
  const query = useQuery(routeQuery(organizationRoutes.get, {}));
  if (query.error && !query.data) {
    return (
      <ErrorState
        error={query.error}
        what="The organization could not be loaded."
        onRetry={() => void query.refetch()}
      />
    );
  }
  if (!query.data) return <SkeletonLines label="Loading the organization" lines={5} />;
  return (
    <>
      <OrganizationForm organization={query.data} />
      <SendingCard organization={query.data} />
      <UtmCard organization={query.data} canWrite={canWrite} />
    </>
  );
}

function OrganizationForm({ organization }: { organization: OutputOf<typeof organizationRoutes.get> }) {
  const canWrite = useCan('organization:write');
  const form = useKeptForm('organization', organizationInput, valuesOf(organization), {
    version: organization.updatedAt,
  });
  const { errors, isDirty } = form.formState;
  const version = useFormVersion(form, { stored: organization, valuesOf, labels, save: (): void => submit() });
  const update = useRouteMutation(organizationRoutes.update, {
    onSuccess: async (saved) => {
      version.settle(saved);
      await refreshSession();
      notify('Organization saved');
    },
    onError: version.onRefused(showFailure(form, 'The organization was not saved')),
  });
  const submit = submitTo(form, (input) => update.mutate({ ...input, version: version.current() }));
  return (
    <Card>
      <CardHeader title="Organization" />
      <CardBody>
        <form noValidate className="grid gap-4 md:grid-cols-2" onSubmit={submit}>
          <Field
            label="Name"
            help="Shown in the switcher, in invitations, and wherever a template uses {{ organization.name }}."
            className="md:col-span-2"
            error={errors.name?.message}
          >
            <Input disabled={!canWrite} {...form.register('name')} />
          </Field>
          <Field
            label="Postal address"
            optional
            help="Shown at the bottom of every campaign, or wherever a template uses {{ organization.postal_address }}. Many laws require it in bulk mail."
            className="md:col-span-2"
            error={errors.postalAddress?.message}
          >
            <Input disabled={!canWrite} {...form.register('postalAddress')} />
          </Field>
          <Field label="Sender name" optional help="The default for new campaigns." error={errors.senderName?.message}>
            <Input disabled={!canWrite} {...form.register('senderName')} />
          </Field>
          <Field
            label="Sender address"
            optional
            help="The default for new campaigns."
            error={errors.senderEmail?.message}
          >
            <Input type="email" disabled={!canWrite} {...form.register('senderEmail')} />
          </Field>
          <Field
            label="Time zone"
            help="Used for reports, and for members who haven’t chosen their own."
            error={errors.timeZone?.message}
          >
            <Controller
              name="timeZone"
              control={form.control}
              render={({ field: { value, onChange, onBlur } }) => (
                <TimeZoneSelect value={value ?? null} onChange={onChange} onBlur={onBlur} disabled={!canWrite} />
              )}
            />
          </Field>
          <Field label="Weeks start on" help="Used for reports by week." error={errors.weekStart?.message}>
            <Controller
              name="weekStart"
              control={form.control}
              render={({ field: { value, ...field } }) => (
                <Select {...field} value={value ?? null} options={weekStarts} disabled={!canWrite} />
              )}
            />
          </Field>
          {version.notices}
          {canWrite && (
            <div className="flex justify-end md:col-span-2">
              <Button type="submit" variant="primary" disabled={!isDirty} loading={update.isPending}>
                Save organization
              </Button>
            </div>
          )}
        </form>
      </CardBody>
    </Card>
  );
}

const weekStarts = [
  { value: 'monday', label: 'Monday' },
  { value: 'sunday', label: 'Sunday' },
  { value: 'saturday', label: 'Saturday' },
] as const;

const labels = {
  name: 'Name',
  postalAddress: 'Postal address',
  senderName: 'Sender name',
  senderEmail: 'Sender address',
  timeZone: 'Time zone',
  weekStart: 'Weeks start on',
};

function valuesOf({
  name,
  postalAddress,
  senderName,
  senderEmail,
  timeZone,
  weekStart,
}: OutputOf<typeof organizationRoutes.get>) {
  return {
    name,
    postalAddress: postalAddress ?? '',
    senderName: senderName ?? '',
    senderEmail: senderEmail ?? '',
    timeZone,
    weekStart,
  };
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
          You lose access immediately. Everything you created stays, and an owner or admin can invite you again.
        </p>
        <Button onClick={() => setAsking(true)}>Leave {name}</Button>
      </CardBody>
      <ConfirmDialog
        open={isAsking}
        onOpenChange={setAsking}
        title={`Leave ${name}?`}
        consequence="You lose access immediately. Contacts, templates and campaigns you created stay."
        action={`Leave ${name}`}
        cancel="Stay"
        onConfirm={leaveForGood}
      />
    </Card>
  );
}
