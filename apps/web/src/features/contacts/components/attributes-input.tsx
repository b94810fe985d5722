import { Plus, X } from 'lucide-react';
import { type Control, useFieldArray, useFormState, type UseFormRegister } from 'react-hook-form';
import { Button } from '../../../ui/button.tsx';
import { Field } from '../../../ui/field.tsx';
import { Input } from '../../../ui/input.tsx';
import type { ContactValues } from './contact-values.ts';

interface AttributesInputProps {
  readonly control: Control<ContactValues, unknown, ContactValues>;
  readonly register: UseFormRegister<ContactValues>;
  readonly readOnly: boolean;
}

/** Name and value of each custom attribute, to change, add and take away. */
export function AttributesInput({ control, register, readOnly }: AttributesInputProps) {
  const { fields, append, remove } = useFieldArray({ control, name: 'attributes' });
  const { errors } = useFormState({ control });
  if (readOnly && fields.length === 0) return null;
  return (
    <fieldset className="flex flex-col gap-2 md:col-span-2">
      <legend className="mb-1.5 font-medium">Attributes</legend>
      <p className="text-sm text-muted">
        Templates use them as <code>{'{{ contact.attributes.city }}'}</code>.
      </p>
      {fields.map(({ id }, index) => (
        <div key={id} className="flex items-start gap-2">
          <Field
            label={<span className="sr-only">Name of attribute {index + 1}</span>}
            className="w-2/5"
            error={errors.attributes?.[index]?.name?.message}
          >
            <Input placeholder="city" disabled={readOnly} {...register(`attributes.${index}.name`)} />
          </Field>
          <Field
            label={<span className="sr-only">Value of attribute {index + 1}</span>}
            className="flex-1"
            error={errors.attributes?.[index]?.value?.message}
          >
            <Input placeholder="Zürich" disabled={readOnly} {...register(`attributes.${index}.value`)} />
          </Field>
          {!readOnly && (
            <Button
              icon={X}
              variant="ghost"
              size="square"
              className="mt-1.5"
              aria-label={`Remove attribute ${index + 1}`}
              onClick={() => remove(index)}
            />
          )}
        </div>
      ))}
      {!readOnly && (
        <div>
          <Button icon={Plus} size="small" onClick={() => append({ name: '', value: '' })}>
            Add attribute
          </Button>
        </div>
      )}
    </fieldset>
  );
}
