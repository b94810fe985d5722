import { campaignAbTest, type AbTest, nameOfVariant, sizesOf } from '@engagex/domain/campaigns';
import { templatesRoutes } from '@engagex/domain/templates';
import { useQuery } from '@tanstack/react-query';
import { Plus } from 'lucide-react';
import { useEffect } from 'react';
import { Controller, useFieldArray, useWatch } from 'react-hook-form';
import type { z } from 'zod';
import { markUnsent, submitTo } from '../../../shared/form.ts';
import { formatCount, formatNumber } from '../../../shared/format.ts';
import { routeQuery } from '../../../shared/query.ts';
import { Button } from '../../../ui/button.tsx';
import { Field } from '../../../ui/field.tsx';
import { Input } from '../../../ui/input.tsx';
import { useKeptForm } from '../../../ui/kept-form.ts';
import { Select } from '../../../ui/select.tsx';
import type { Counted } from './step-props.ts';
import { VariantFields } from './variant-fields.tsx';
import { WaitSelect } from './wait-select.tsx';

const mostVariants = 5;
const empty = { subject: '', preheader: '', senderName: '', templateId: null };

const metrics = [
  { value: 'clicks', label: 'Clicks', detail: 'People who clicked a link, corporate scanners included' },
  { value: 'opens', label: 'Opens', detail: 'People whose mail app loaded images (some do so automatically)' },
  { value: 'conversions', label: 'Conversions', detail: 'People who bought, or reached the campaign’s goal' },
  { value: 'revenue', label: 'Revenue', detail: 'What people paid per message, in one currency' },
] as const;
const deciders = [
  { value: 'itself', label: 'Automatically, when the time is up' },
  { value: 'member', label: 'Manually, by a member' },
] as const;
const whenUnclear = [
  { value: 'leading', label: 'Send the leading variant' },
  { value: 'first', label: 'Send variant A' },
  { value: 'member', label: 'Wait for a member to choose' },
] as const;

function emptyIsNone(text: string | undefined): string | undefined {
  return text?.trim() ? text : undefined;
}

interface AbTestFormProps {
  readonly campaignId: string;
  readonly abTest: AbTest;
  /** Replaces what is in the form. */
  readonly taken: z.input<typeof campaignAbTest> | null;
  /** Who would get the message now; null while they are counted. */
  readonly people: Counted;
  readonly isSaving: boolean;
  /** Told what is in the form, when it opens and whenever that changes. */
  readonly onTyped: (abTest: z.input<typeof campaignAbTest>) => void;
  /** Resolves to whether it is saved. */
  readonly onSave: (abTest: AbTest) => Promise<boolean>;
}

export function AbTestForm({ campaignId, abTest, taken, people, isSaving, onTyped, onSave }: AbTestFormProps) {
  const form = useKeptForm(`campaign ${campaignId} A/B test`, campaignAbTest, abTest);
  const variants = useFieldArray({ control: form.control, name: 'variants' });
  const decidedBy = useWatch({ control: form.control, name: 'decidedBy' });
  const share = useWatch({ control: form.control, name: 'share' });
  const metric = useWatch({ control: form.control, name: 'metric' });
  const templates = useQuery(routeQuery(templatesRoutes.list, { limit: 200 }));
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
      <div className="flex flex-col gap-3">
        {variants.fields.map((field, index) => (
          <VariantFields
            key={field.id}
            form={form}
            index={index}
            templates={templates.data?.items ?? []}
            onRemove={variants.fields.length > 2 ? () => variants.remove(index) : null}
          />
        ))}
        {variants.fields.length < mostVariants && (
          <Button className="self-start" icon={Plus} onClick={() => variants.append(empty)}>
            Add variant {nameOfVariant(variants.fields.length)}
          </Button>
        )}
      </div>
      <div className="grid gap-4 md:grid-cols-2">
        <Field
          label="Share of the audience (%)"
          help={wordsOfSizes(share, variants.fields.length, people)}
          error={errors.share?.message}
        >
          <Input type="number" min={1} max={90} {...form.register('share', { valueAsNumber: true })} />
        </Field>
        <Field label="Compare variants by" help="Each person is counted once.">
          <Controller
            name="metric"
            control={form.control}
            render={({ field }) => <Select {...field} options={metrics} />}
          />
        </Field>
        {metric === 'revenue' && (
          <Field
            label="Currency"
            help="Revenue in other currencies is left out of the comparison."
            error={errors.currency?.message}
          >
            <Input placeholder="EUR" {...form.register('currency', { setValueAs: emptyIsNone })} />
          </Field>
        )}
        <Field label="Waiting time" help="Starts once everyone in the test has been sent their message.">
          <Controller
            name="waitMinutes"
            control={form.control}
            render={({ field: { value, onChange } }) => <WaitSelect value={value} onChange={onChange} />}
          />
        </Field>
        <Field label="How the winner is chosen" help="You can always choose earlier, on the campaign’s page.">
          <Controller
            name="decidedBy"
            control={form.control}
            render={({ field }) => <Select {...field} options={deciders} />}
          />
        </Field>
        {decidedBy === 'itself' && (
          <Field
            label="When there is no clear winner"
            help="A winner is clear when its chance of being best is at least 97.5 %. If the variants are in fact equal, at most about 5 in 100 tests name a false winner."
            className="md:col-span-2"
          >
            <Controller
              name="whenUnclear"
              control={form.control}
              render={({ field }) => <Select {...field} options={whenUnclear} />}
            />
          </Field>
        )}
      </div>
      <div className="flex justify-end">
        <Button type="submit" variant="primary" loading={isSaving}>
          Save and review
        </Button>
      </div>
    </form>
  );
}

/** "20 % = 964 people, 482 for each variant; 3,856 are held." */
function wordsOfSizes(share: number, groups: number, people: Counted): string {
  if (people === null) return 'Counting the audience…';
  if (people === 'failed') return 'The audience could not be counted; the review counts it again.';
  if (people === 0) return 'Nobody is in the audience yet.';
  if (!(share >= 1 && share <= 90)) return `Of ${formatCount(people, 'person', 'people')} who get it.`;
  const { each, first, held } = sizesOf({ groups, percent: share, people: null }, people);
  return `${formatNumber(share)} % = ${formatCount(first, 'person', 'people')}, ${formatNumber(each)} for each variant; ${formatNumber(held)} are held until the winner is known.`;
}
