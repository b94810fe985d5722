import type { DayTest, ListTest, NumberTest, TextTest } from '@engagex/domain/segments';
import type { ReactNode } from 'react';
import { Input } from '../../../ui/input.tsx';
import { Select } from '../../../ui/select.tsx';

interface TestProps<Test> {
  /** What is tested, for the labels of the controls: "Country". */
  readonly of: string;
  readonly test: Test;
  readonly onChange: (test: Test) => void;
}

const presence = [
  { value: 'is_set', label: 'is set' },
  { value: 'is_empty', label: 'is empty' },
] as const;

const textOps = [
  { value: 'is', label: 'is' },
  { value: 'is_not', label: 'is not' },
  { value: 'contains', label: 'contains' },
  { value: 'not_contains', label: 'does not contain' },
  { value: 'begins_with', label: 'begins with' },
  { value: 'one_of', label: 'is one of' },
  { value: 'none_of', label: 'is none of' },
  ...presence,
] as const;

const split = (text: string) => text.split(/,\s*/);

export function TextTestInput({ of, test, onChange }: TestProps<TextTest>) {
  const text = 'values' in test ? test.values.join(', ') : 'value' in test ? test.value : null;
  const change = (op: TextTest['op'], value: string) => {
    if (op === 'is_set' || op === 'is_empty') onChange({ op });
    else onChange(op === 'one_of' || op === 'none_of' ? { op, values: split(value) } : { op, value });
  };
  return (
    <>
      <Op of={of} options={textOps} value={test.op} onChange={(op) => change(op, text ?? '')} />
      {text !== null && (
        <Input
          aria-label={`${of}: value`}
          placeholder={'values' in test ? 'one, another' : undefined}
          className="sm:w-56"
          value={text}
          onChange={(event) => change(test.op, event.target.value)}
        />
      )}
    </>
  );
}

const comparisons = [
  { value: 'is', label: 'is' },
  { value: 'is_not', label: 'is not' },
  { value: 'lt', label: 'is less than' },
  { value: 'lte', label: 'is at most' },
  { value: 'gt', label: 'is more than' },
  { value: 'gte', label: 'is at least' },
  { value: 'between', label: 'is between' },
] as const;
const numberOps = [...comparisons, { value: 'one_of', label: 'is one of' }, ...presence] as const;

export function NumberTestInput({ of, test, onChange }: TestProps<NumberTest>) {
  const numbers =
    'values' in test ? test.values : 'value' in test ? [test.value] : 'from' in test ? [test.from, test.to] : [];
  const change = (op: NumberTest['op'], [first = Number.NaN, second = first]: readonly number[]) => {
    if (op === 'is_set' || op === 'is_empty') onChange({ op });
    else if (op === 'between') onChange({ op, from: first, to: second });
    else onChange(op === 'one_of' ? { op, values: [first] } : { op, value: first });
  };
  return (
    <>
      <Op of={of} options={numberOps} value={test.op} onChange={(op) => change(op, numbers)} />
      {numbers.slice(0, 2).map((number, index) => (
        <NumberInput
          key={index}
          label={index === 0 ? `${of}: value` : `${of}: up to`}
          value={number}
          onChange={(value) =>
            change(test.op, index === 0 ? [value, numbers[1] ?? value] : [numbers[0] ?? value, value])
          }
        />
      ))}
    </>
  );
}

const dayOps = [
  { value: 'is', label: 'is on' },
  { value: 'is_not', label: 'is not on' },
  { value: 'lt', label: 'is before' },
  { value: 'lte', label: 'is on or before' },
  { value: 'gt', label: 'is after' },
  { value: 'gte', label: 'is on or after' },
  { value: 'between', label: 'is from … to' },
  { value: 'in_last_days', label: 'is in the last … days' },
  { value: 'more_than_days_ago', label: 'is more than … days ago' },
  { value: 'in_next_days', label: 'is in the next … days' },
  { value: 'anniversary_in_days', label: 'has its anniversary in … days' },
  ...presence,
] as const;

export function DayTestInput({ of, test, onChange }: TestProps<DayTest>) {
  const dates = 'value' in test ? [test.value] : 'from' in test ? [test.from, test.to] : [];
  const days = 'days' in test ? test.days : null;
  const change = (op: DayTest['op'], [first = '', second = first]: readonly string[], count: number) => {
    if (op === 'is_set' || op === 'is_empty') onChange({ op });
    else if (op === 'between') onChange({ op, from: first, to: second });
    else if (
      op === 'in_last_days' ||
      op === 'more_than_days_ago' ||
      op === 'in_next_days' ||
      op === 'anniversary_in_days'
    )
      onChange({ op, days: count });
    else onChange({ op, value: first });
  };
  return (
    <>
      <Op of={of} options={dayOps} value={test.op} onChange={(op) => change(op, dates, days ?? 30)} />
      {dates.map((date, index) => (
        <Input
          key={index}
          type="date"
          aria-label={index === 0 ? `${of}: day` : `${of}: last day`}
          className="w-40"
          value={date}
          onChange={({ target: { value } }) =>
            change(test.op, index === 0 ? [value, dates[1] ?? value] : [dates[0] ?? value, value], 0)
          }
        />
      ))}
      {days !== null && (
        <NumberInput label={`${of}: days`} value={days} onChange={(value) => change(test.op, [], value)} />
      )}
    </>
  );
}

const listOps = [
  { value: 'has_any', label: 'has any of' },
  { value: 'has_all', label: 'has all of' },
  { value: 'has_none', label: 'has none of' },
  ...presence,
] as const;

export function ListTestInput({ of, test, onChange }: TestProps<ListTest>) {
  const text = 'values' in test ? test.values.join(', ') : null;
  const change = (op: ListTest['op'], value: string) =>
    onChange(op === 'is_set' || op === 'is_empty' ? { op } : { op, values: split(value) });
  return (
    <>
      <Op of={of} options={listOps} value={test.op} onChange={(op) => change(op, text ?? '')} />
      {text !== null && (
        <Input
          aria-label={`${of}: items`}
          placeholder="one, another"
          className="sm:w-56"
          value={text}
          onChange={(event) => change(test.op, event.target.value)}
        />
      )}
    </>
  );
}

/** A number that may be half typed: what is none yet is shown as nothing. */
export function NumberInput({
  label,
  value,
  onChange,
}: {
  label: string;
  value: number;
  onChange: (value: number) => void;
}) {
  return (
    <Input
      type="number"
      step="any"
      aria-label={label}
      className="w-24"
      value={Number.isFinite(value) ? value : ''}
      onChange={(event) => onChange(event.target.valueAsNumber)}
    />
  );
}

interface OpProps<Value extends string> {
  readonly of: string;
  readonly options: readonly { readonly value: Value; readonly label: string }[];
  readonly value: Value;
  readonly onChange: (value: Value) => void;
}

export function Op<Value extends string>({ of, ...props }: OpProps<Value>): ReactNode {
  return <Select aria-label={`${of}: how`} className="sm:w-48" {...props} />;
}
