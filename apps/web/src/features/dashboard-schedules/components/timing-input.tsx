import { type Timing, weekdayNames, weekdays } from '@engagex/domain/dashboard-schedules';
import { Checkbox } from '../../../ui/checkbox.tsx';
import { Field } from '../../../ui/field.tsx';
import { Select } from '../../../ui/select.tsx';

const kinds = [
  { value: 'daily', label: 'Every day' },
  { value: 'weekly', label: 'Every week' },
  { value: 'monthly', label: 'Every month' },
] as const;

const hours = Array.from({ length: 24 }, (_, hour) => ({
  value: String(hour),
  label: `${String(hour).padStart(2, '0')}:00`,
}));

const days = Array.from({ length: 31 }, (_, index) => ({
  value: String(index + 1),
  label: index === 30 ? '31 (or the last day)' : String(index + 1),
}));

interface TimingInputProps {
  readonly value: Timing;
  readonly onChange: (timing: Timing) => void;
}

/** Every day, on days of the week, or on one of the month, at an hour. */
export function TimingInput({ value, onChange }: TimingInputProps) {
  const { hour } = value;
  const begin = {
    daily: { kind: 'daily', hour },
    weekly: { kind: 'weekly', weekdays: [1], hour },
    monthly: { kind: 'monthly', day: 1, hour },
  } as const satisfies Record<Timing['kind'], Timing | object>;
  return (
    <>
      <div className="flex gap-3 *:flex-1">
        <Field label="Repeats">
          <Select
            options={kinds}
            value={value.kind}
            onChange={(kind) => onChange(kind === 'weekly' ? { ...begin.weekly, weekdays: [1] } : begin[kind])}
          />
        </Field>
        <Field label="At">
          <Select
            options={hours}
            value={String(hour)}
            onChange={(next) => onChange({ ...value, hour: Number(next) })}
          />
        </Field>
      </div>
      {value.kind === 'weekly' && (
        <fieldset className="flex flex-col gap-2">
          <legend className="mb-1.5 font-medium">On</legend>
          <div className="grid grid-cols-2 gap-2">
            {weekdays.map((day) => (
              <Checkbox
                key={day}
                label={weekdayNames[day - 1]}
                checked={value.weekdays.includes(day)}
                onChange={({ target: { checked } }) => {
                  const others = value.weekdays.filter((each) => each !== day);
                  onChange({
                    ...value,
                    weekdays: checked ? [...others, day].toSorted((one, other) => one - other) : others,
                  });
                }}
              />
            ))}
          </div>
        </fieldset>
      )}
      {value.kind === 'monthly' && (
        <Field label="Day of the month" help="In a month that has no such day, on its last.">
          <Select
            options={days}
            value={String(value.day)}
            onChange={(day) => onChange({ ...value, day: Number(day) })}
          />
        </Field>
      )}
    </>
  );
}
