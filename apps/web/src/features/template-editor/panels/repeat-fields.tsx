import type { Repeat } from '@engagex/domain/documents';
import { Checkbox } from '../../../ui/checkbox.tsx';
import { Field } from '../../../ui/field.tsx';
import { VariableSelect } from '../rich-text/variable-select.tsx';
import { NumberControl } from './controls.tsx';

interface RepeatFieldsProps {
  readonly label: string;
  readonly value: Repeat | undefined;
  readonly onChange: (repeat: Repeat | undefined) => void;
}

/** Once for each item of a list, such as the products of an order. */
export function RepeatFields({ label, value, onChange }: RepeatFieldsProps) {
  return (
    <>
      <Checkbox
        label={label}
        checked={value !== undefined}
        onChange={({ target }) => onChange(target.checked ? { list: 'event.items', limit: 10 } : undefined)}
      />
      {value && (
        <>
          <Field label="List" help="Inside, its items are called item: item.name, item.price.">
            <VariableSelect value={value.list} onChange={(list) => onChange({ ...value, list })} />
          </Field>
          <NumberControl
            label="At most"
            unit=""
            min={1}
            max={50}
            value={value.limit}
            onChange={(limit) => onChange({ ...value, limit })}
          />
        </>
      )}
    </>
  );
}
