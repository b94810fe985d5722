import { ImageUp, X } from 'lucide-react';
import { useState } from 'react';
import { Field } from '../../../ui/field.tsx';
import { IconButton } from '../../../ui/icon-button.tsx';
import { Input } from '../../../ui/input.tsx';
import { ImagePicker } from '../../images/index.ts';

interface LogoFieldProps {
  readonly label: string;
  readonly help: string;
  readonly value: string | null;
  readonly onChange: (url: string | null) => void;
  readonly error: string | undefined;
  readonly isDisabled: boolean;
}

/** The web address of a logo, typed or chosen from the library. */
export function LogoField({ label, help, value, onChange, error, isDisabled }: LogoFieldProps) {
  const [isPicking, setPicking] = useState(false);
  return (
    <div className="sm:col-span-2">
      <Field label={label} optional help={help} error={error}>
        <div className="flex gap-2">
          <Input
            type="url"
            placeholder="https://"
            disabled={isDisabled}
            value={value ?? ''}
            onChange={(event) => onChange(event.target.value.trim() || null)}
          />
          {value !== null && (
            <IconButton label={`Remove: ${label}`} icon={X} disabled={isDisabled} onClick={() => onChange(null)} />
          )}
          <IconButton
            label={`Choose an image: ${label}`}
            icon={ImageUp}
            variant="secondary"
            disabled={isDisabled}
            onClick={() => setPicking(true)}
          />
        </div>
      </Field>
      {isPicking && <ImagePicker onPick={({ url }) => onChange(url)} onClose={() => setPicking(false)} />}
    </div>
  );
}
