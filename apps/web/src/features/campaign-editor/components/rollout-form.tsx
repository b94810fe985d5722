import { campaignRollout, type CampaignRollout, sizesOf } from '@engagex/domain/campaigns';
import { useEffect } from 'react';
import { Controller, useWatch } from 'react-hook-form';
import type { z } from 'zod';
import { markUnsent, submitTo } from '../../../shared/form.ts';
import { formatCount, formatNumber } from '../../../shared/format.ts';
import { Button } from '../../../ui/button.tsx';
import { Field } from '../../../ui/field.tsx';
import { Input } from '../../../ui/input.tsx';
import { useKeptForm } from '../../../ui/kept-form.ts';
import { Select } from '../../../ui/select.tsx';
import type { Counted } from './step-props.ts';
import { WaitSelect } from './wait-select.tsx';

const units = [
  { value: 'percent', label: 'percent' },
  { value: 'people', label: 'people' },
] as const;

const limits = [
  ['bounces', 'Bounces (%)', 'Messages that the receiving server permanently rejects.'],
  ['unsubscribes', 'Unsubscribes (%)', 'People who unsubscribe through this message.'],
] as const;

interface RolloutFormProps {
  readonly campaignId: string;
  readonly rollout: CampaignRollout;
  /** Replaces what is in the form. */
  readonly taken: z.input<typeof campaignRollout> | null;
  /** Who would get the message now; null while they are counted. */
  readonly people: Counted;
  readonly isSaving: boolean;
  /** Told what is in the form, when it opens and whenever that changes. */
  readonly onTyped: (rollout: z.input<typeof campaignRollout>) => void;
  /** Resolves to whether it is saved. */
  readonly onSave: (rollout: CampaignRollout) => Promise<boolean>;
}

export function RolloutForm({ campaignId, rollout, taken, people, isSaving, onTyped, onSave }: RolloutFormProps) {
  const form = useKeptForm(`campaign ${campaignId} roll-out`, campaignRollout, rollout);
  const first = useWatch({ control: form.control, name: 'first' });
  const { errors } = form.formState;
  useEffect(() => {
    if (taken) form.reset(taken);
  }, [form, taken]);
  useEffect(() => {
    onTyped(form.getValues());
    return form.subscribe({ formState: { values: true }, callback: ({ values }) => onTyped(values) });
    // oxlint-disable-next-line react-hooks/exhaustive-deps -- begins when the form opens and ends when it closes
  }, []);
  const submit = submitTo(form, async (values) => {
    if (!(await onSave(values))) markUnsent(form);
  });
  return (
    <form noValidate className="flex flex-col gap-6" onSubmit={submit}>
      <div className="grid items-start gap-4 md:grid-cols-3">
        <Field label="Send first to" help={wordsOfSizes(first, people)} error={errors.first?.value?.message}>
          <Input type="number" min={1} {...form.register('first.value', { valueAsNumber: true })} />
        </Field>
        <Field label="Unit">
          <Controller
            name="first.unit"
            control={form.control}
            render={({ field }) => <Select {...field} options={units} />}
          />
        </Field>
        <Field label="Hold the rest for" help="Starts once everyone in the first part has been sent their message.">
          <Controller
            name="holdMinutes"
            control={form.control}
            render={({ field: { value, onChange } }) => <WaitSelect value={value} onChange={onChange} />}
          />
        </Field>
      </div>
      <fieldset className="flex flex-col gap-3">
        <legend className="font-medium">Send to the rest only while both stay under</legend>
        <p className="text-sm text-muted">
          Otherwise the campaign pauses, shows which limit was passed and by how much, and waits for a member to decide.
        </p>
        <div className="grid gap-4 md:grid-cols-2">
          {limits.map(([name, label, help]) => (
            <Field key={name} label={label} help={help} error={errors.limits?.[name]?.message}>
              <Input
                type="number"
                min={0.01}
                max={100}
                step={0.01}
                {...form.register(`limits.${name}`, { valueAsNumber: true })}
              />
            </Field>
          ))}
        </div>
      </fieldset>
      <div className="flex justify-end">
        <Button type="submit" variant="primary" loading={isSaving}>
          Save and review
        </Button>
      </div>
    </form>
  );
}

function wordsOfSizes(first: CampaignRollout['first'], people: Counted): string {
  if (people === null) return 'Counting the audience…';
  if (people === 'failed') return 'The audience could not be counted; the review counts it again.';
  if (people === 0) return 'Nobody is in the audience yet.';
  if (!(first.value >= 1)) return `Of ${formatCount(people, 'person', 'people')} who get it.`;
  const { unit, value } = first;
  const stages = { groups: 1, percent: unit === 'percent' ? value : null, people: unit === 'people' ? value : null };
  const sizes = sizesOf(stages, people);
  return `${formatCount(sizes.first, 'person', 'people')}, chosen at random; ${formatNumber(sizes.held)} are held.`;
}
