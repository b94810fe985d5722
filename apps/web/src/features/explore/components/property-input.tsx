import { useState } from 'react';
import { Field } from '../../../ui/field.tsx';
import { SuggestInput } from '../../../ui/suggest-input.tsx';
import { usePropertyNames } from '../use-event-names.ts';

interface PropertyInputProps {
  readonly label: string;
  readonly help?: string;
  readonly optional?: boolean;
  /** Whose properties are offered. */
  readonly event: string | null;
  readonly value: string;
  readonly onChange: (property: string) => void;
}

/** The name of a property; it counts once the field is left, or with Enter. */
export function PropertyInput({ label, help, optional = false, event, value, onChange }: PropertyInputProps) {
  const known = usePropertyNames(event);
  const [typed, setTyped] = useState(value);
  const [shown, setShown] = useState(value);
  if (value !== shown) {
    setShown(value); // changed from outside, by Back
    setTyped(value);
  }
  const settle = (text: string) => text.trim() !== value && onChange(text.trim());
  return (
    <Field label={label} help={help} optional={optional}>
      <SuggestInput
        placeholder="Property"
        suggestions={known}
        value={typed}
        onChange={setTyped}
        onChoose={(chosen) => {
          setTyped(chosen);
          settle(chosen);
        }}
        onEnter={() => settle(typed)}
        onBlur={() => settle(typed)}
      />
    </Field>
  );
}
