import { exploreLimits, intervals, type SeriesQuery } from '@engagex/domain/explore';
import { Plus } from 'lucide-react';
import { Button } from '../../../ui/button.tsx';
import { Checkbox } from '../../../ui/checkbox.tsx';
import { Field } from '../../../ui/field.tsx';
import { Select } from '../../../ui/select.tsx';
import { intervalWords } from '../explore-words.ts';
import type { FieldsProps } from './fields-props.ts';
import { EventInput } from './event-input.tsx';
import { MeasureInput } from './measure-input.tsx';
import { PropertyInput } from './property-input.tsx';

export function SeriesFields({ query, names, onChange }: FieldsProps<SeriesQuery>) {
  const { events, measure, breakdown, interval, comparesBefore } = query;
  const first = events[0]?.name ?? null;
  return (
    <>
      <fieldset className="flex flex-col gap-2">
        <legend className="mb-1.5 font-medium">Events</legend>
        {events.map((event, index) => (
          <EventInput
            key={index} // oxlint-disable-line react/no-array-index-key -- the same event may be chosen twice
            label={`Event ${index + 1}`}
            names={names}
            value={event}
            onChange={(next) => onChange({ ...query, events: events.with(index, next) })}
            onRemove={events.length > 1 ? () => onChange({ ...query, events: events.toSpliced(index, 1) }) : undefined}
          />
        ))}
        {events.length < exploreLimits.events && (
          <Button
            size="small"
            variant="ghost"
            icon={Plus}
            className="self-start"
            onClick={() => onChange({ ...query, events: [...events, { name: '', properties: [] }] })}
          >
            Compare with another event
          </Button>
        )}
      </fieldset>
      <MeasureInput value={measure} event={first} onChange={(next) => onChange({ ...query, measure: next })} />
      <PropertyInput
        label="Break down by"
        optional
        event={first}
        value={breakdown?.property ?? ''}
        onChange={(property) =>
          onChange({ ...query, breakdown: property ? { property, most: breakdown?.most ?? 8 } : null })
        }
      />
      <Field label="Each point is">
        <Select
          options={intervals.map((value) => ({ value, label: `One ${intervalWords[value].toLowerCase()}` }))}
          value={interval}
          onChange={(next) => onChange({ ...query, interval: next })}
        />
      </Field>
      <Checkbox
        label="Compare with the period before"
        checked={comparesBefore}
        onChange={({ target }) => onChange({ ...query, comparesBefore: target.checked })}
      />
    </>
  );
}
