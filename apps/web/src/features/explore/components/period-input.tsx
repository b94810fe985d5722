import type { Period } from '@engagex/domain/explore';
import { Field } from '../../../ui/field.tsx';
import { Input } from '../../../ui/input.tsx';
import { Select } from '../../../ui/select.tsx';

const lasts = [1, 7, 14, 30, 56, 90, 180, 365] as const;
const between = 'between';
const dayMs = 86_400_000;

/** The last days, or days from and to. */
export function PeriodInput({ value, onChange }: { value: Period; onChange: (period: Period) => void }) {
  const days = value.kind === 'last' ? value.days : null;
  const offered = days === null || lasts.some((each) => each === days) ? lasts : [...lasts, days];
  function choose(choice: string) {
    if (choice !== between) return onChange({ kind: 'last', days: Number(choice) });
    const to = new Date();
    const from = new Date(to.getTime() - 29 * dayMs);
    onChange({ kind: 'between', from: from.toISOString().slice(0, 10), to: to.toISOString().slice(0, 10) });
  }
  return (
    <>
      <Field label="Period">
        <Select
          options={[
            ...offered.map((each) => ({ value: `${each}`, label: each === 1 ? 'Today' : `Last ${each} days` })),
            { value: between, label: 'From … to …' },
          ]}
          value={days === null ? between : `${days}`}
          onChange={choose}
        />
      </Field>
      {value.kind === 'between' && (
        <div className="grid grid-cols-2 gap-2">
          <Field label="From">
            <Input
              type="date"
              value={value.from}
              max={value.to}
              onChange={({ target }) => target.value && onChange({ ...value, from: target.value })}
            />
          </Field>
          <Field label="To">
            <Input
              type="date"
              value={value.to}
              min={value.from}
              onChange={({ target }) => target.value && onChange({ ...value, to: target.value })}
            />
          </Field>
        </div>
      )}
    </>
  );
}
