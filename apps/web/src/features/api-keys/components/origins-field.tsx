import { useState } from 'react';
import { Field } from '../../../ui/field.tsx';
import { Textarea } from '../../../ui/textarea.tsx';

interface OriginsFieldProps {
  readonly error: string | undefined;
  readonly onChange: (origins: string[]) => void;
}

/** Web pages that a public key is accepted from, one a line. */
export function OriginsField({ error, onChange }: OriginsFieldProps) {
  const [text, setText] = useState('');
  const change = (next: string) => {
    setText(next);
    onChange(next.split(/[\s,]+/).filter(Boolean));
  };
  return (
    <Field
      label="Accept from websites"
      help="One per line, such as https://shop.example. Leave empty for any. This prevents mistakes, not abuse: programs can claim to be any website."
      error={error}
    >
      <Textarea rows={2} value={text} onChange={({ target }) => change(target.value)} />
    </Field>
  );
}
