import type { EventSettingsInput } from '@engagex/domain/events';
import { Plus, Trash2 } from 'lucide-react';
import { useFieldArray, type UseFormReturn } from 'react-hook-form';
import { Button } from '../../../ui/button.tsx';
import { Field } from '../../../ui/field.tsx';
import { IconButton } from '../../../ui/icon-button.tsx';
import { Input } from '../../../ui/input.tsx';
import { Select } from '../../../ui/select.tsx';

const actions = [
  { value: 'drop', label: 'Remove' },
  { value: 'hash', label: 'Hash' },
  { value: 'truncate', label: 'Keep 3 characters' },
] as const;

/** Properties that are not stored as they come. */
export function PrivacyRules({ form, canWrite }: { form: UseFormReturn<EventSettingsInput>; canWrite: boolean }) {
  const rules = useFieldArray({ control: form.control, name: 'privacy.rules' });
  const errors = form.formState.errors.privacy?.rules;
  return (
    <>
      {rules.fields.map((rule, index) => (
        <div key={rule.id} className="flex flex-wrap items-start gap-3">
          <Field
            label="Property"
            className="min-w-40 flex-1"
            help={index === 0 ? 'At any depth. * stands for any characters.' : undefined}
            error={errors?.[index]?.property?.message}
          >
            <Input {...form.register(`privacy.rules.${index}.property`)} />
          </Field>
          <Field label="What happens" className="w-52">
            <Select
              options={actions}
              value={form.watch(`privacy.rules.${index}.action`)}
              onChange={(action) => form.setValue(`privacy.rules.${index}.action`, action, { shouldDirty: true })}
            />
          </Field>
          {canWrite && (
            <IconButton
              label={`Remove rule ${index + 1}`}
              icon={Trash2}
              className="mt-6.5"
              onClick={() => rules.remove(index)}
            />
          )}
        </div>
      ))}
      {canWrite && rules.fields.length < 50 && (
        <Button icon={Plus} className="self-start" onClick={() => rules.append({ property: '', action: 'hash' })}>
          Add a rule
        </Button>
      )}
    </>
  );
}
