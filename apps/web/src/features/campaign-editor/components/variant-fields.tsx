import { type AbTest, type campaignAbTest, nameOfVariant } from '@engagex/domain/campaigns';
import { withStandIns } from '@engagex/domain/shared';
import { Trash2 } from 'lucide-react';
import { Controller, type UseFormReturn } from 'react-hook-form';
import type { z } from 'zod';
import { Button } from '../../../ui/button.tsx';
import { Field } from '../../../ui/field.tsx';
import { Input } from '../../../ui/input.tsx';
import { Select } from '../../../ui/select.tsx';

interface VariantFieldsProps {
  readonly form: UseFormReturn<z.input<typeof campaignAbTest>, unknown, AbTest>;
  readonly index: number;
  readonly templates: readonly { readonly id: string; readonly name: string; readonly subject: string }[];
  /** Null while there have to be at least as many. */
  readonly onRemove: (() => void) | null;
}

const ofCampaign = 'campaign';

/** What one variant says otherwise than the campaign. */
export function VariantFields({ form, index, templates, onRemove }: VariantFieldsProps) {
  const name = nameOfVariant(index);
  const errors = form.formState.errors.variants?.[index];
  const of = <K extends string>(field: K) => `variants.${index}.${field}` as const;
  return (
    <fieldset className="rounded-md border border-line p-4">
      <legend className="px-1 font-semibold">Variant {name}</legend>
      <div className="grid gap-4 md:grid-cols-2">
        <Field label="Subject" optional help="Leave empty to use the template’s." error={errors?.subject?.message}>
          <Input {...form.register(of('subject'))} />
        </Field>
        <Field
          label="Sender name"
          optional
          help="Leave empty to use the campaign’s."
          error={errors?.senderName?.message}
        >
          <Input {...form.register(of('senderName'))} />
        </Field>
        <Field
          label="Preheader"
          optional
          help="Shown after the subject in the inbox. Leave empty to use the template’s."
          error={errors?.preheader?.message}
        >
          <Input {...form.register(of('preheader'))} />
        </Field>
        <Field label="Content">
          <Controller
            name={of('templateId')}
            control={form.control}
            render={({ field: { value, onChange, onBlur } }) => (
              <Select
                options={[
                  { value: ofCampaign, label: 'The campaign’s template' },
                  ...templates.map(({ id, name: label, subject }) => ({
                    value: id,
                    label,
                    detail: withStandIns(subject),
                  })),
                ]}
                value={value ?? ofCampaign}
                onChange={(id) => onChange(id === ofCampaign ? null : id)}
                onBlur={onBlur}
              />
            )}
          />
        </Field>
      </div>
      {onRemove && (
        <Button className="mt-3" icon={Trash2} onClick={onRemove}>
          Remove variant {name}
        </Button>
      )}
    </fieldset>
  );
}
