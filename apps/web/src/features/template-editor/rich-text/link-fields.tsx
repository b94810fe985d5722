import type { Link } from '@engagex/domain/documents';
import { Field } from '../../../ui/field.tsx';
import { Input } from '../../../ui/input.tsx';
import { Select } from '../../../ui/select.tsx';
import { VariableSelect } from './variable-select.tsx';

const targets = [
  { value: 'address', label: 'Web address' },
  { value: 'variable', label: 'Address from a variable' },
  { value: 'unsubscribe', label: 'Unsubscribe' },
  { value: 'preferences', label: 'Email preferences' },
] as const;

interface LinkFieldsProps {
  readonly value: Link;
  readonly onChange: (link: Link) => void;
  readonly onBlur?: () => void;
  readonly error?: string | undefined;
}

/** Where something leads: an address, the address in a variable, or one of the pages every message needs. */
export function LinkFields({ value, onChange, onBlur, error }: LinkFieldsProps) {
  return (
    <>
      <Field label="Link to">
        <Select options={targets} value={value.to} onChange={(to) => onChange(begin(to, value))} />
      </Field>
      {value.to === 'address' && (
        <Field label="Address" error={error}>
          <Input
            inputMode="url"
            autoComplete="off"
            placeholder="https://example.com"
            value={value.address}
            onBlur={onBlur}
            onChange={({ target }) => onChange({ ...value, address: target.value })}
          />
        </Field>
      )}
      {value.to === 'variable' && (
        <Field label="Variable" error={error} help="Its value is the address, such as the page of an item.">
          <VariableSelect value={value.variable} onChange={(variable) => onChange({ ...value, variable })} />
        </Field>
      )}
    </>
  );
}

function begin(to: Link['to'], before: Link): Link {
  if (to === before.to) return before;
  if (to === 'address') return { to, address: '', query: [] };
  return to === 'variable' ? { to, variable: 'item.url', fallback: null } : { to };
}
