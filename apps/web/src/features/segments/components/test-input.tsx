import type {
  BooleanTest,
  DayTest,
  ListTest,
  NumberTest,
  SumTest,
  TextField,
  TextTest,
} from '@engagex/domain/segments';
import { type ReactNode, useState } from 'react';
import { type CodeField, codeFields } from '../../../ui/code-selects.ts';
import { Input } from '../../../ui/input.tsx';
import { Select } from '../../../ui/select.tsx';
import { SuggestInput } from '../../../ui/suggest-input.tsx';
import { TextsInput } from '../../../ui/texts-input.tsx';
import { useKnownValues, type ValueSource } from './known-values.ts';

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

interface SuggestingProps<Test> extends TestProps<Test> {
  /** Where contacts have values to choose from. */
  readonly source?: ValueSource;
}

/** Texts are typed or chosen from those that contacts have; a whole country, language or time zone is chosen by its name. */
export function TextTestInput({ of, test, onChange, source }: SuggestingProps<TextTest>) {
  const texts = 'values' in test ? test.values : 'value' in test ? [test.value] : [];
  const change = (op: TextTest['op']) => {
    if (op === 'is_set' || op === 'is_empty') onChange({ op });
    else if (op === 'one_of' || op === 'none_of') onChange({ op, values: texts.filter(Boolean) });
    else onChange({ op, value: texts[0] ?? '' });
  };
  const codes = source && 'field' in source ? codesOf(source.field) : undefined;
  const isWhole = test.op === 'is' || test.op === 'is_not';
  const [typed, setTyped] = useState('');
  const known = useKnownValues(codes ? undefined : source, 'value' in test ? test.value : typed);
  return (
    <>
      <Op of={of} options={textOps} value={test.op} onChange={change} />
      {'values' in test && (
        <TextsInput
          aria-label={`${of}: values`}
          className="w-full sm:w-56"
          values={test.values}
          suggestions={known}
          onType={setTyped}
          codes={codes}
          onChange={(values) => onChange({ ...test, values })}
        />
      )}
      {'value' in test && codes && isWhole && (
        <codes.Select
          aria-label={`${of}: value`}
          className="w-full sm:w-56"
          value={test.value || null}
          onChange={(value) => onChange({ ...test, value })}
          onClear={() => onChange({ ...test, value: '' })}
        />
      )}
      {'value' in test && !(codes && isWhole) && (
        <SuggestInput
          aria-label={`${of}: value`}
          className="sm:w-56"
          suggestions={known}
          value={test.value}
          onChange={(value) => onChange({ ...test, value })}
        />
      )}
    </>
  );
}

/** Of a field that holds codes: what they are called, and what chooses them. */
export function codesOf(field: TextField): CodeField | undefined {
  return codeFields.get(codeField[field] ?? '');
}

const codeField: Partial<Record<TextField, string>> = {
  country: 'country',
  language: 'language',
  time_zone: 'timeZone',
};

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
  const first =
    'values' in test ? test.values[0] : 'value' in test ? test.value : 'from' in test ? test.from : undefined;
  const change = (op: NumberTest['op']) => {
    if (op === 'is_set' || op === 'is_empty') onChange({ op });
    else if (op === 'one_of') onChange({ op, values: first === undefined || Number.isNaN(first) ? [] : [first] });
    else onChange(comparisonOf(op, first ?? Number.NaN));
  };
  return (
    <>
      <Op of={of} options={numberOps} value={test.op} onChange={change} />
      {'values' in test && (
        <TextsInput
          aria-label={`${of}: values`}
          className="w-full sm:w-56"
          values={test.values.map(String)}
          onChange={(texts) => onChange({ ...test, values: numbersIn(texts) })}
        />
      )}
      {('value' in test || 'from' in test) && <ComparedInputs of={of} test={test} onChange={onChange} />}
    </>
  );
}

/** What a sum is asked for: there always is one. */
export function SumTestInput({ of, test, onChange }: TestProps<SumTest>) {
  const first = 'from' in test ? test.from : test.value;
  return (
    <>
      <Op of={of} options={comparisons} value={test.op} onChange={(op) => onChange(comparisonOf(op, first))} />
      <ComparedInputs of={of} test={test} onChange={onChange} />
    </>
  );
}

function ComparedInputs({ of, test, onChange }: TestProps<SumTest>) {
  if (!('from' in test)) {
    return <NumberInput label={`${of}: value`} value={test.value} onChange={(value) => onChange({ ...test, value })} />;
  }
  return (
    <>
      <NumberInput label={`${of}: value`} value={test.from} onChange={(from) => onChange({ ...test, from })} />
      <NumberInput label={`${of}: up to`} value={test.to} onChange={(to) => onChange({ ...test, to })} />
    </>
  );
}

function comparisonOf(op: SumTest['op'], value: number): SumTest {
  return op === 'between' ? { op, from: value, to: value } : { op, value };
}

function numbersIn(texts: readonly string[]): number[] {
  return [...new Set(texts.map(Number))].filter(Number.isFinite);
}

const booleanOps = [{ value: 'yes', label: 'is yes' }, { value: 'no', label: 'is no' }, ...presence] as const;

export function BooleanTestInput({ of, test, onChange }: TestProps<BooleanTest>) {
  return (
    <Op
      of={of}
      options={booleanOps}
      value={test.op === 'is' ? (test.value ? 'yes' : 'no') : test.op}
      onChange={(value) =>
        onChange(value === 'is_set' || value === 'is_empty' ? { op: value } : { op: 'is', value: value === 'yes' })
      }
    />
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

export function ListTestInput({ of, test, onChange, source }: SuggestingProps<ListTest>) {
  const values = 'values' in test ? test.values : [];
  const [typed, setTyped] = useState('');
  const known = useKnownValues(source, typed);
  return (
    <>
      <Op
        of={of}
        options={listOps}
        value={test.op}
        onChange={(op) => onChange(op === 'is_set' || op === 'is_empty' ? { op } : { op, values })}
      />
      {'values' in test && (
        <TextsInput
          aria-label={`${of}: items`}
          className="w-full sm:w-56"
          values={values}
          suggestions={known}
          onType={setTyped}
          onChange={(next) => onChange({ ...test, values: next })}
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
