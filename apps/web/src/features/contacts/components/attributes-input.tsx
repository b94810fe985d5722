import type { AttributeDefinition } from '@engagex/domain/contacts';
import { type Control, Controller } from 'react-hook-form';
import { Link } from 'wouter';
import { Field } from '../../../ui/field.tsx';
import { AttributeControl } from '../../attributes/index.ts';
import type { ContactValues } from './contact-values.ts';

interface AttributesInputProps {
  readonly control: Control<ContactValues, unknown, ContactValues>;
  readonly definitions: readonly AttributeDefinition[];
  readonly readOnly: boolean;
}

/** A control for each attribute of the organization, in its order. */
export function AttributesInput({ control, definitions, readOnly }: AttributesInputProps) {
  if (definitions.length === 0 && readOnly) return null;
  return (
    <fieldset className="grid gap-4 md:col-span-2 md:grid-cols-2">
      <legend className="mb-1.5 font-medium">Attributes</legend>
      {definitions.map(({ id, name, label, type }) => (
        <Controller
          key={id}
          control={control}
          name={`attributes.${name}`}
          render={({ field: { value, onChange, onBlur }, fieldState: { error } }) => (
            <Field label={label} optional error={error?.message}>
              <AttributeControl
                type={type}
                value={value ?? ''}
                onChange={onChange}
                onBlur={onBlur}
                disabled={readOnly}
              />
            </Field>
          )}
        />
      ))}
      {!readOnly && (
        <p className="text-sm text-muted md:col-span-2">
          Add or change attributes under{' '}
          <Link href="/contacts/attributes" className="underline">
            Attributes
          </Link>
          .
        </p>
      )}
    </fieldset>
  );
}
