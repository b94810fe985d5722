import { exploreLimits, retentionIntervals, type RetentionQuery } from '@engagex/domain/explore';
import { Field } from '../../../ui/field.tsx';
import { Input } from '../../../ui/input.tsx';
import { Select } from '../../../ui/select.tsx';
import { intervalWords } from '../explore-words.ts';
import type { FieldsProps } from './fields-props.ts';
import { EventInput } from './event-input.tsx';

const countings = [
  { value: 'first_time', label: 'For the first time' },
  { value: 'every_time', label: 'First time or again' },
] as const;

export function RetentionFields({ query, names, onChange }: FieldsProps<RetentionQuery>) {
  const { begins, counts, returns, interval, intervals } = query;
  return (
    <>
      <fieldset className="flex flex-col gap-2">
        <legend className="mb-1.5 font-medium">People begin with</legend>
        <EventInput
          label="Event that people begin with"
          names={names}
          value={begins}
          onChange={(next) => onChange({ ...query, begins: next })}
        />
        <Select
          aria-label="Which times count"
          options={countings}
          value={counts}
          onChange={(next) => onChange({ ...query, counts: next })}
        />
      </fieldset>
      <fieldset>
        <legend className="mb-1.5 font-medium">They come back with</legend>
        <EventInput
          label="Event that people come back with"
          names={names}
          value={returns}
          onChange={(next) => onChange({ ...query, returns: next })}
        />
      </fieldset>
      <div className="grid grid-cols-2 gap-2">
        <Field label="By">
          <Select
            options={retentionIntervals.map((value) => ({ value, label: intervalWords[value] }))}
            value={interval}
            onChange={(next) => onChange({ ...query, interval: next })}
          />
        </Field>
        <Field label={`${intervalWords[interval]}s followed`}>
          <Input
            type="number"
            min={1}
            max={exploreLimits.retentionIntervals}
            value={intervals}
            onChange={({ target }) => target.value && onChange({ ...query, intervals: Number(target.value) })}
          />
        </Field>
      </div>
    </>
  );
}
