import type { TopQuery } from '@engagex/domain/explore';
import { Field } from '../../../ui/field.tsx';
import { Select } from '../../../ui/select.tsx';
import type { FieldsProps } from './fields-props.ts';
import { EventInput } from './event-input.tsx';
import { MeasureInput } from './measure-input.tsx';
import { PropertyInput } from './property-input.tsx';

const lengths = [10, 20, 50, 100, 200] as const;

export function TopFields({ query, names, onChange }: FieldsProps<TopQuery>) {
  const { event, property, measure, most } = query;
  return (
    <>
      <fieldset>
        <legend className="mb-1.5 font-medium">Of</legend>
        <EventInput
          label="Event"
          names={names}
          value={event}
          onChange={(next) => onChange({ ...query, event: next })}
        />
      </fieldset>
      <PropertyInput
        label="List the values of"
        help="Empty lists the names of events."
        optional
        event={event.name}
        value={property ?? ''}
        onChange={(next) => onChange({ ...query, property: next || null })}
      />
      <MeasureInput value={measure} event={event.name} onChange={(next) => onChange({ ...query, measure: next })} />
      <Field label="Show">
        <Select
          options={lengths.map((each) => ({ value: `${each}`, label: `The first ${each}` }))}
          value={`${most}`}
          onChange={(next) => onChange({ ...query, most: Number(next) })}
        />
      </Field>
    </>
  );
}
