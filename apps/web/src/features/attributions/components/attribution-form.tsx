import {
  attributionLimits,
  type AttributionRules,
  attributionRules,
  type AttributionSettings,
  attributionsRoutes,
} from '@engagex/domain/attributions';
import { Controller } from 'react-hook-form';
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
import { RadioCards } from '../../../ui/radio-cards.tsx';
import { notify } from '../../../ui/toast.tsx';
import { useFormVersion } from '../../../ui/use-version.tsx';

const bases = [
  { value: 'click', name: 'Clicks', help: 'The person followed a link in the message.' },
  {
    value: 'open',
    name: 'Clicks and opens',
    help: 'Opening the message counts as well. Opens are less certain: some mail apps load images automatically.',
  },
] as const;

const labels = {
  basis: 'What counts',
  clickDays: 'Days after a click',
  openDays: 'Days after an open',
  eventName: 'Conversion event',
  marksLinks: 'Recognize browsers',
};

export function AttributionForm({ settings }: { settings: AttributionSettings }) {
  const canWrite = useCan('organization:write');
  const form = useKeptForm('attribution', attributionRules, rulesOf(settings), { version: settings.updatedAt });
  const { errors, isDirty } = form.formState;
  const version = useFormVersion(form, {
    stored: settings,
    valuesOf: rulesOf,
    labels,
    show,
    save: (): void => submit(),
  });
  const save = useRouteMutation(attributionsRoutes.saveSettings, {
    touches: ['rule-replays'],
    onSuccess: (saved) => {
      version.settle(saved);
      notify('Attribution saved. Conversions that are final stay as they are.');
    },
    onError: version.onRefused(showFailure(form, 'The settings were not saved')),
  });
  const submit = submitTo(form, (input) => save.mutate({ ...input, version: version.current() }));
  const basis = form.watch('basis');
  return (
    <form noValidate className="flex flex-col gap-5" onSubmit={submit}>
      <fieldset disabled={!canWrite} className="contents">
        <Card>
          <CardHeader
            title="Rules"
            state={`Changes apply to new conversions and those of the last ${attributionLimits.decidedAfterHours} hours`}
          />
          <CardBody className="flex flex-col gap-4">
            <Field
              label={labels.eventName}
              help="A campaign can name its own goal instead, in its report."
              error={errors.eventName?.message}
            >
              <Input {...form.register('eventName')} />
            </Field>
            <Controller
              control={form.control}
              name="basis"
              render={({ field: { value, onChange } }) => (
                <RadioCards label={labels.basis} options={bases} value={value} onChange={onChange} />
              )}
            />
            <div className="flex flex-wrap gap-3">
              <Field label={labels.clickDays} className="w-40" error={errors.clickDays?.message}>
                <Input
                  type="number"
                  min={1}
                  max={attributionLimits.days}
                  {...form.register('clickDays', { valueAsNumber: true })}
                />
              </Field>
              {basis === 'open' && (
                <Field label={labels.openDays} className="w-40" error={errors.openDays?.message}>
                  <Input
                    type="number"
                    min={1}
                    max={attributionLimits.days}
                    {...form.register('openDays', { valueAsNumber: true })}
                  />
                </Field>
              )}
            </div>
          </CardBody>
        </Card>
        <Card>
          <CardHeader title="People who are not signed in" />
          <CardBody>
            <Controller
              control={form.control}
              name="marksLinks"
              render={({ field: { value, onChange } }) => (
                <Checkbox
                  label="Recognize browsers that come from a message"
                  help="Adds the parameter utm_engagex to links, so that purchases in the same browser count for the campaign. It says which message the link is from and never makes the browser’s owner a contact. Needs the browser SDK, and consent to store an ID."
                  checked={value}
                  disabled={!canWrite}
                  onChange={({ target }) => onChange(target.checked)}
                />
              )}
            />
          </CardBody>
        </Card>
        {version.notices}
        {canWrite && (
          <Button type="submit" variant="primary" className="self-start" disabled={!isDirty} loading={save.isPending}>
            Save
          </Button>
        )}
      </fieldset>
    </form>
  );
}

function rulesOf({ basis, clickDays, openDays, eventName, marksLinks }: AttributionSettings): AttributionRules {
  return { basis, clickDays, openDays, eventName, marksLinks };
}

function show(field: string, value: unknown): string {
  if (field === 'basis') return bases.find((each) => each.value === value)?.name ?? '';
  if (field === 'marksLinks') return value === true ? 'Yes' : 'No';
  return field === 'eventName' ? String(value) : formatCount(Number(value), 'day');
}
