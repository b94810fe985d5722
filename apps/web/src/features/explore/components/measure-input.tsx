import type { Measure } from '@engagex/domain/explore';
import { Field } from '../../../ui/field.tsx';
import { Select } from '../../../ui/select.tsx';
import { measureWords } from '../explore-words.ts';
import { PropertyInput } from './property-input.tsx';

const kinds = ['events', 'people', 'sum', 'average', 'minimum', 'maximum'] as const;
const usualProperty = 'order_amount';

interface MeasureInputProps {
  readonly value: Measure;
  readonly event: string | null;
  readonly onChange: (measure: Measure) => void;
}

/** What is counted or made of a number that events come with. */
export function MeasureInput({ value, event, onChange }: MeasureInputProps) {
  const property = 'property' in value ? value.property : usualProperty;
  return (
    <>
      <Field label="Measure">
        <Select
          options={kinds.map((kind) => ({ value: kind, label: measureWords[kind] }))}
          value={value.kind}
          onChange={(kind) => onChange(kind === 'events' || kind === 'people' ? { kind } : { kind, property })}
        />
      </Field>
      {'property' in value && (
        <PropertyInput
          label="Property"
          event={event}
          value={value.property}
          onChange={(next) => onChange({ kind: value.kind, property: next })}
        />
      )}
    </>
  );
}
