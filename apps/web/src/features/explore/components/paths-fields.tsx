import type { PathsQuery } from '@engagex/domain/explore';
import { Field } from '../../../ui/field.tsx';
import { Select } from '../../../ui/select.tsx';
import type { FieldsProps } from './fields-props.ts';
import { EventInput } from './event-input.tsx';
import { PropertyInput } from './property-input.tsx';

const directions = [
  { value: 'after', label: 'What people do next' },
  { value: 'before', label: 'What people did before' },
] as const;
const lengths = [1, 2, 3, 4, 5, 6, 7, 8] as const;
const gaps = [
  { value: '30', label: '30 minutes idle' },
  { value: '60', label: '1 hour idle' },
  { value: '240', label: '4 hours idle' },
  { value: '1440', label: '24 hours idle' },
] as const;

export function PathsFields({ query, names, onChange }: FieldsProps<PathsQuery>) {
  const { direction, event, property, steps, gapMinutes } = query;
  return (
    <>
      <Field label="Show">
        <Select options={directions} value={direction} onChange={(next) => onChange({ ...query, direction: next })} />
      </Field>
      <fieldset>
        <legend className="mb-1.5 font-medium">{direction === 'after' ? 'Starting with' : 'Ending with'}</legend>
        <EventInput
          label="Event"
          names={names}
          value={event}
          onChange={(next) => onChange({ ...query, event: next })}
        />
      </fieldset>
      <PropertyInput
        label="Tell steps apart by"
        help="Such as path, to see pages instead of page views."
        optional
        event={event.name}
        value={property ?? ''}
        onChange={(next) => onChange({ ...query, property: next || null })}
      />
      <div className="grid grid-cols-2 gap-2">
        <Field label="Steps">
          <Select
            options={lengths.map((each) => ({ value: `${each}`, label: `${each}` }))}
            value={`${steps}`}
            onChange={(next) => onChange({ ...query, steps: Number(next) })}
          />
        </Field>
        <Field label="Ends after">
          <Select
            options={
              gaps.some(({ value }) => Number(value) === gapMinutes)
                ? gaps
                : [...gaps, { value: `${gapMinutes}`, label: `${gapMinutes} minutes idle` }]
            }
            value={`${gapMinutes}`}
            onChange={(next) => onChange({ ...query, gapMinutes: Number(next) })}
          />
        </Field>
      </div>
    </>
  );
}
