import { type ReactNode, useState } from 'react';
import { hexColor } from '@engagex/domain/documents';
import { Field } from '../../../ui/field.tsx';
import { Input } from '../../../ui/input.tsx';

interface ColorFieldProps {
  readonly label: string;
  readonly help: string;
  /** `#rrggbb`. */
  readonly value: string;
  readonly onChange: (color: string) => void;
  readonly isDisabled: boolean;
  /** Beside it: what is to be known of the color. */
  readonly children?: ReactNode;
}

/** A color to pick or to type; what is half typed stays here until it is a color. */
export function ColorField({ label, help, value, onChange, isDisabled, children }: ColorFieldProps) {
  const [typed, setTyped] = useState<string | null>(null);
  const type = (text: string) => {
    const color = hexColor.safeParse(colorIn(text));
    setTyped(color.success ? null : text);
    if (color.success) onChange(color.data);
  };
  return (
    <Field label={label} help={help} error={typed === null ? undefined : 'Enter a color such as #1a2b3c.'}>
      <div className="flex flex-wrap items-center gap-2">
        <input
          type="color"
          aria-label={`Pick: ${label}`}
          value={value}
          disabled={isDisabled}
          onChange={(event) => type(event.target.value)}
          className="h-8 w-10 shrink-0 cursor-pointer rounded-md border border-line-strong bg-surface p-1 pointer-coarse:h-11 pointer-coarse:w-11"
        />
        <Input
          spellCheck={false}
          autoComplete="off"
          className="w-28 font-mono"
          disabled={isDisabled}
          value={typed ?? value}
          onChange={(event) => type(event.target.value)}
        />
        {children}
      </div>
    </Field>
  );
}

/** As people write colors: in capitals, or without the sign. */
function colorIn(text: string): string {
  return `#${text.trim().toLowerCase().replace(/^#/, '')}`;
}
