import type { AttributeDefinition } from '@engagex/domain/contacts';
import { Input } from '../../../ui/input.tsx';
import { Select } from '../../../ui/select.tsx';
import { ListInput } from './list-input.tsx';

interface AttributeControlProps {
  readonly type: AttributeDefinition['type'];
  /** As text: '' is none, a list has semicolons, a timestamp is local. */
  readonly value: string;
  readonly onChange: (value: string) => void;
  readonly onBlur?: () => void;
  readonly disabled?: boolean;
  readonly 'aria-label'?: string;
}

const nativeTypes = { text: 'text', number: 'text', date: 'date', timestamp: 'datetime-local' } as const;
const none = 'none';

/** The control for a value of this type. */
export function AttributeControl({ type, value, onChange, ...props }: AttributeControlProps) {
  if (type === 'list') return <ListInput value={value} onChange={onChange} {...props} />;
  if (type === 'boolean') {
    return (
      <Select
        options={[
          { value: none, label: 'Not set' },
          { value: 'yes', label: 'Yes' },
          { value: 'no', label: 'No' },
        ]}
        value={value || none}
        onChange={(next) => onChange(next === none ? '' : next)}
        {...props}
      />
    );
  }
  return (
    <Input
      type={nativeTypes[type]}
      inputMode={type === 'number' ? 'decimal' : undefined}
      value={value}
      onChange={(event) => onChange(event.target.value)}
      {...props}
    />
  );
}
