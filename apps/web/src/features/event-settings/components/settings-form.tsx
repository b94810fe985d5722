import {
  eventSettingsInput,
  type EventSettingsInput,
  eventSettingsRoutes,
  type EventSettingsView,
} from '@engagex/domain/events';
import { submitTo } from '../../../shared/form.ts';
import { formatCount } from '../../../shared/format.ts';
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
import { PrivacyRules } from './privacy-rules.tsx';

const usualDays = 365;
const labels = { retentionDays: 'Retention', currency: 'Currency', privacy: 'Privacy' };

export function SettingsForm({ settings }: { settings: EventSettingsView }) {
  const canWrite = useCan('organization:write');
  const form = useKeptForm('event settings', eventSettingsInput, valuesOf(settings), { version: settings.updatedAt });
  const { errors, isDirty } = form.formState;
  const days = form.watch('retentionDays');
  const version = useFormVersion(form, { stored: settings, valuesOf, labels, show, save: (): void => submit() });
  const save = useRouteMutation(eventSettingsRoutes.update, {
    touches: ['rule-replays'],
    onSuccess: (saved) => {
      version.settle(saved);
      notify('Event settings saved');
    },
    onError: version.onRefused(showFailure(form, 'The settings were not saved')),
  });
  const submit = submitTo(form, (input) => save.mutate({ ...input, version: version.current() }));
  return (
    <form noValidate className="flex flex-col gap-5" onSubmit={submit}>
      <fieldset disabled={!canWrite} className="contents">
        <Card>
          <CardHeader title="Storage" state="Counts and reports made from events stay when events are deleted" />
          <CardBody className="flex flex-col gap-3">
            <Checkbox
              label="Delete events after some time"
              checked={days !== null}
              disabled={!canWrite}
              onChange={({ target: { checked } }) =>
                form.setValue('retentionDays', checked ? usualDays : null, { shouldDirty: true })
              }
            />
            {days !== null && (
              <Field label="Keep for days" className="w-40" error={errors.retentionDays?.message}>
                <Input type="number" min={30} {...form.register('retentionDays', { valueAsNumber: true })} />
              </Field>
            )}
            <Field
              label="Currency"
              className="w-40"
              help="For purchases that do not name one."
              error={errors.currency?.message}
            >
              <Input maxLength={3} autoCapitalize="characters" {...form.register('currency')} />
            </Field>
          </CardBody>
        </Card>
        <Card>
          <CardHeader title="Privacy" state="Applied before an event is stored" />
          <CardBody className="flex flex-col gap-3">
            <Checkbox
              label="Clean page addresses"
              help="Removes query strings except utm_ parameters, and parts of paths that look like tokens or email addresses."
              {...form.register('privacy.cleansUrls')}
            />
            <PrivacyRules form={form} canWrite={canWrite} />
          </CardBody>
        </Card>
        {version.notices}
        {canWrite && (
          <Button type="submit" variant="primary" className="self-start" disabled={!isDirty} loading={save.isPending}>
            Save settings
          </Button>
        )}
      </fieldset>
    </form>
  );
}

function valuesOf({ retentionDays, currency, privacy }: EventSettingsView): EventSettingsInput {
  return { retentionDays, currency, privacy };
}

function show(field: string, value: unknown): string {
  if (field === 'retentionDays') return typeof value === 'number' ? formatCount(value, 'day') : 'No limit';
  if (field === 'currency') return String(value);
  const privacy = eventSettingsInput.shape.privacy.safeParse(value).data;
  return privacy ? formatCount(privacy.rules.length, 'rule') : '';
}
