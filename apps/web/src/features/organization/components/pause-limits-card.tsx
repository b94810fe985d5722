import { organizationRoutes, pauseLimits } from '@engagex/domain/accounts';
import { useQuery } from '@tanstack/react-query';
import type { OutputOf } from '@engagex/domain/shared';
import { submitTo } from '../../../shared/form.ts';
import { routeQuery, useRouteMutation } from '../../../shared/query.ts';
import { useCan } from '../../../shared/session.ts';
import { Button } from '../../../ui/button.tsx';
import { Card, CardBody, CardHeader } from '../../../ui/card.tsx';
import { Field } from '../../../ui/field.tsx';
import { showFailure } from '../../../ui/form-failure.ts';
import { Input } from '../../../ui/input.tsx';
import { useKeptForm } from '../../../ui/kept-form.ts';
import { notify } from '../../../ui/toast.tsx';
import { useFormVersion } from '../../../ui/use-version.tsx';

type Organization = OutputOf<typeof organizationRoutes.get>;

/** Automatic pause. */
export function PauseLimitsCard() {
  const query = useQuery(routeQuery(organizationRoutes.get, {}));
  return query.data ? <PauseLimitsForm organization={query.data} /> : null;
}

const number = { valueAsNumber: true } as const;

const valuesOf = (organization: Organization) => organization.pauseLimits;
const labels = { bounces: 'Bounces (%)', from: 'Start checking after' };

function PauseLimitsForm({ organization }: { organization: Organization }) {
  const canWrite = useCan('organization:write');
  const form = useKeptForm('pause limits', pauseLimits, valuesOf(organization), { version: organization.updatedAt });
  const { errors, isDirty } = form.formState;
  const version = useFormVersion(form, { stored: organization, valuesOf, labels, save: (): void => submit() });
  const update = useRouteMutation(organizationRoutes.setPauseLimits, {
    onSuccess: (saved) => {
      version.settle(saved);
      notify('Limits saved');
    },
    onError: version.onRefused(showFailure(form, 'The limits were not saved')),
  });
  const submit = submitTo(form, (input) => update.mutate({ ...input, version: version.current() }));
  return (
    <Card>
      <CardHeader
        title="Automatic pause"
        state="Too many bounces damage your sending reputation, so a campaign over this limit pauses. If a member resumes it, it pauses again when the rate gets worse by half. Addresses that a mail server says do not exist are suppressed immediately."
      />
      <CardBody>
        <form noValidate className="grid gap-4 md:grid-cols-2" onSubmit={submit}>
          <Field label="Bounces (%)" help="Of messages the receiving server answered." error={errors.bounces?.message}>
            <Input type="number" step={0.01} disabled={!canWrite} {...form.register('bounces', number)} />
          </Field>
          <Field
            label="Start checking after"
            help="Number of messages in a campaign that were answered."
            error={errors.from?.message}
          >
            <Input type="number" disabled={!canWrite} {...form.register('from', number)} />
          </Field>
          {version.notices}
          {canWrite && (
            <div className="flex justify-end md:col-span-2">
              <Button type="submit" variant="primary" disabled={!isDirty} loading={update.isPending}>
                Save limits
              </Button>
            </div>
          )}
        </form>
      </CardBody>
    </Card>
  );
}
