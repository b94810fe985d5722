import {
  frequencyLimits,
  type FrequencyRules,
  frequencyRoutes,
  frequencyRules,
  type FrequencyView,
} from '@engagex/domain/frequency';
import { Plus, Trash2 } from 'lucide-react';
import { useFieldArray } from 'react-hook-form';
import { submitTo } from '../../../shared/form.ts';
import { formatCount, zoneInWords } from '../../../shared/format.ts';
import { useRouteMutation } from '../../../shared/query.ts';
import { useCan, useOrganization } from '../../../shared/session.ts';
import { Button } from '../../../ui/button.tsx';
import { Card, CardBody, CardHeader } from '../../../ui/card.tsx';
import { Checkbox } from '../../../ui/checkbox.tsx';
import { Field } from '../../../ui/field.tsx';
import { showFailure } from '../../../ui/form-failure.ts';
import { IconButton } from '../../../ui/icon-button.tsx';
import { Input } from '../../../ui/input.tsx';
import { useKeptForm } from '../../../ui/kept-form.ts';
import { notify } from '../../../ui/toast.tsx';
import { useFormVersion } from '../../../ui/use-version.tsx';

const usualCap = { messages: 3, days: 7 };
const usualNight = { from: '21:00', to: '08:00' };

const labels = { caps: 'Maximum per person', quietHours: 'Quiet hours' };

export function RulesForm({ rules }: { rules: FrequencyView }) {
  const { timeZone } = useOrganization();
  const canWrite = useCan('organization:write');
  const form = useKeptForm('frequency limits', frequencyRules, rulesOf(rules), { version: rules.updatedAt });
  const { errors, isDirty } = form.formState;
  const caps = useFieldArray({ control: form.control, name: 'caps' });
  const hours = form.watch('quietHours');
  const version = useFormVersion(form, { stored: rules, valuesOf: rulesOf, labels, show, save: (): void => submit() });
  const save = useRouteMutation(frequencyRoutes.update, {
    onSuccess: (saved) => {
      version.settle(saved);
      notify('Limits saved. They apply from the next message.');
    },
    onError: version.onRefused(showFailure(form, 'The limits were not saved')),
  });
  const submit = submitTo(form, (input) => save.mutate({ ...input, version: version.current() }));
  return (
    <form noValidate className="flex flex-col gap-5" onSubmit={submit}>
      <fieldset disabled={!canWrite} className="contents">
        <Card>
          <CardHeader title="Maximum per person" state="People over the limit are skipped, and the report says why" />
          <CardBody className="flex flex-col gap-3">
            {caps.fields.length === 0 && (
              <p className="text-muted">No limit: everyone in an audience gets the message.</p>
            )}
            {caps.fields.map((cap, index) => (
              <div key={cap.id} className="flex flex-wrap items-start gap-3">
                <Field label="Messages" className="w-28" error={errors.caps?.[index]?.messages?.message}>
                  <Input type="number" min={1} {...form.register(`caps.${index}.messages`, { valueAsNumber: true })} />
                </Field>
                <Field label="Per days" className="w-28" error={errors.caps?.[index]?.days?.message}>
                  <Input type="number" min={1} {...form.register(`caps.${index}.days`, { valueAsNumber: true })} />
                </Field>
                {canWrite && (
                  <IconButton
                    label={`Remove limit ${index + 1}`}
                    icon={Trash2}
                    className="mt-6.5"
                    onClick={() => caps.remove(index)}
                  />
                )}
              </div>
            ))}
            {(errors.caps?.message ?? errors.caps?.root?.message) && (
              <p role="alert" className="text-sm text-danger">
                {errors.caps?.message ?? errors.caps?.root?.message}
              </p>
            )}
            {canWrite && caps.fields.length < frequencyLimits.caps && (
              <Button icon={Plus} className="self-start" onClick={() => caps.append(usualCap)}>
                Add a limit
              </Button>
            )}
          </CardBody>
        </Card>
        <Card>
          <CardHeader
            title="Quiet hours"
            state={`In each person’s own time zone; ${zoneInWords(timeZone)} if unknown`}
          />
          <CardBody className="flex flex-col gap-3">
            <Checkbox
              label="Hold messages at night"
              help="Messages due in quiet hours wait until they end. Nobody is skipped."
              checked={hours !== null}
              disabled={!canWrite}
              onChange={({ target: { checked } }) =>
                form.setValue('quietHours', checked ? usualNight : null, { shouldDirty: true })
              }
            />
            {hours && (
              <div className="flex flex-wrap gap-3">
                <Field label="From" className="w-32" error={errors.quietHours?.from?.message}>
                  <Input type="time" {...form.register('quietHours.from')} />
                </Field>
                <Field label="To" className="w-32" error={errors.quietHours?.to?.message}>
                  <Input type="time" {...form.register('quietHours.to')} />
                </Field>
              </div>
            )}
          </CardBody>
        </Card>
        {version.notices}
        {canWrite && (
          <Button type="submit" variant="primary" className="self-start" disabled={!isDirty} loading={save.isPending}>
            Save limits
          </Button>
        )}
      </fieldset>
    </form>
  );
}

function rulesOf({ caps, quietHours }: FrequencyView): FrequencyRules {
  return { caps, quietHours };
}

function show(field: string, value: unknown): string {
  if (field === 'quietHours') {
    const hours = frequencyRules.shape.quietHours.safeParse(value).data;
    return hours ? `From ${hours.from} to ${hours.to}` : 'None';
  }
  const caps = frequencyRules.shape.caps.safeParse(value).data ?? [];
  return caps.map(({ messages, days }) => `${messages} in ${formatCount(days, 'day')}`).join(', ') || 'No limit';
}
