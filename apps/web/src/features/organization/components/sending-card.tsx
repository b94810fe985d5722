import { longestUndoSeconds, organizationRoutes, sendingInput } from '@engagex/domain/accounts';
import type { OutputOf } from '@engagex/domain/shared';
import { submitTo } from '../../../shared/form.ts';
import { useRouteMutation } from '../../../shared/query.ts';
import { useCan } from '../../../shared/session.ts';
import { Button } from '../../../ui/button.tsx';
import { Card, CardBody, CardHeader } from '../../../ui/card.tsx';
import { Checkbox } from '../../../ui/checkbox.tsx';
import { Field } from '../../../ui/field.tsx';
import { showFailure } from '../../../ui/form-failure.ts';
import { Input } from '../../../ui/input.tsx';
import { useKeptForm } from '../../../ui/kept-form.ts';
import { notify } from '../../../ui/toast.tsx';
import { useFormVersion } from '../../../ui/use-version.tsx';

type Organization = OutputOf<typeof organizationRoutes.get>;

/** How campaigns leave the organization. */
export function SendingCard({ organization }: { organization: Organization }) {
  const canWrite = useCan('organization:write');
  const form = useKeptForm('sending settings', sendingInput, valuesOf(organization), {
    version: organization.updatedAt,
  });
  const { errors, isDirty } = form.formState;
  const version = useFormVersion(form, { stored: organization, valuesOf, labels, save: (): void => submit() });
  const update = useRouteMutation(organizationRoutes.updateSending, {
    touches: ['campaigns'],
    onSuccess: (saved) => {
      version.settle(saved);
      notify('Sending settings saved');
    },
    onError: version.onRefused(showFailure(form, 'The sending settings were not saved')),
  });
  const submit = submitTo(form, (input) => update.mutate({ ...input, version: version.current() }));
  return (
    <Card>
      <CardHeader title="Sending" />
      <CardBody>
        <form noValidate className="flex flex-col gap-4" onSubmit={submit}>
          <Field
            label="Undo window (seconds)"
            help={`Nothing is sent until it has passed. 0 to ${longestUndoSeconds}.`}
            error={errors.undoSeconds?.message}
          >
            <Input
              type="number"
              inputMode="numeric"
              min={0}
              max={longestUndoSeconds}
              className="sm:w-40"
              disabled={!canWrite}
              {...form.register('undoSeconds', { valueAsNumber: true })}
            />
          </Field>
          <Checkbox
            label="Require another member’s approval for every campaign"
            help="A campaign can be sent or scheduled only after another member who can send has approved exactly that version."
            disabled={!canWrite}
            {...form.register('requiresApproval')}
          />
          {version.notices}
          {canWrite && (
            <div className="flex justify-end">
              <Button type="submit" variant="primary" disabled={!isDirty} loading={update.isPending}>
                Save sending settings
              </Button>
            </div>
          )}
        </form>
      </CardBody>
    </Card>
  );
}

const labels = { undoSeconds: 'Undo window (seconds)', requiresApproval: 'Require approval' };

function valuesOf({ undoSeconds, requiresApproval }: Organization) {
  return { undoSeconds, requiresApproval };
}
