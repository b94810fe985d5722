import { useState } from 'react';
import { Field } from '../../../ui/field.tsx';
import { Textarea } from '../../../ui/textarea.tsx';

interface SourceFieldProps {
  readonly label: string;
  readonly source: string;
  /** Why it cannot stand in the message; undefined when it can. */
  readonly problemWith: (source: string) => string | undefined;
  readonly onChange: (source: string) => void;
}

/** Source of the author's own. What would break the message around it stays in the field, with what is wrong. */
export function SourceField({ label, source, problemWith, onChange }: SourceFieldProps) {
  const [typed, setTyped] = useState(source);
  const [seen, setSeen] = useState(source);
  if (source !== seen) {
    setSeen(source);
    setTyped(source);
  }
  return (
    <Field label={label} error={problemWith(typed)} help="Liquid works here.">
      <Textarea
        className="max-h-90 font-mono text-sm"
        spellCheck={false}
        value={typed}
        onChange={({ target }) => {
          setTyped(target.value);
          if (problemWith(target.value) === undefined) onChange(target.value);
        }}
      />
    </Field>
  );
}
