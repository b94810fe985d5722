import type {
  BooleanPredicate,
  DayPredicate,
  ListPredicate,
  NumberPredicate,
  SumPredicate,
  TextField,
  TextPredicate,
} from '@engagex/domain/segments';
import { type ReactNode, useState } from 'react';
import { type CodeField, codeFields } from '../../../ui/code-selects.ts';
import { Input } from '../../../ui/input.tsx';
import { Select } from '../../../ui/select.tsx';
import { SuggestInput } from '../../../ui/suggest-input.tsx';
import { TextsInput } from '../../../ui/texts-input.tsx';
import { useKnownValues, type ValueSource } from './known-values.ts';

interface PredicateProps<Test> {
  /** What is tested, for the labels of the controls: "Country". */
  readonly of: string;
  readonly predicate: Test;
  readonly onChange: (predicate: Test) => void;
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

interface SuggestingProps<Test> extends PredicateProps<Test> {
  /** Where contacts have values to choose from. */
  readonly source?: ValueSource;
}

/** Texts are typed or chosen from those that contacts have; a whole country, language or time zone is chosen by its name. */
export function TextPredicateInput({ of, predicate, onChange, source }: SuggestingProps<TextPredicate>) {
  const texts = 'values' in predicate ? predicate.values : 'value' in predicate ? [predicate.value] : [];
  const change = (op: TextPredicate['op']) => {
    if (op === 'is_set' || op === 'is_empty') onChange({ op });
    else if (op === 'one_of' || op === 'none_of') onChange({ op, values: texts.filter(Boolean) });
    else onChange({ op, value: texts[0] ?? '' });
  };
  const codes = source && 'field' in source ? codesOf(source.field) : undefined;
  const isWhole = predicate.op === 'is' || predicate.op === 'is_not';
  const [typed, setTyped] = useState('');
  const known = useKnownValues(codes ? undefined : source, 'value' in predicate ? predicate.value : typed);
  return (
    <>
      <Op of={of} options={textOps} value={predicate.op} onChange={change} />
      {'values' in predicate && (
        <TextsInput
          aria-label={`${of}: values`}
          className="w-full sm:w-56"
          values={predicate.values}
          suggestions={known}
          onType={setTyped}
          codes={codes}
          onChange={(values) => onChange({ ...predicate, values })}
        />
      )}
      {'value' in predicate && codes && isWhole && (
        <codes.Select
          aria-label={`${of}: value`}
          className="w-full sm:w-56"
          value={predicate.value || null}
          onChange={(value) => onChange({ ...predicate, value })}
          onClear={() => onChange({ ...predicate, value: '' })}
        />
      )}
      {'value' in predicate && !(codes && isWhole) && (
        <SuggestInput
          aria-label={`${of}: value`}
          className="sm:w-56"
          suggestions={known}
          value={predicate.value}
          onChange={(value) => onChange({ ...predicate, value })}
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

export function NumberPredicateInput({ of, predicate, onChange }: PredicateProps<NumberPredicate>) {
  const first =
    'values' in predicate
      ? predicate.values[0]
      : 'value' in predicate
        ? predicate.value
        : 'from' in predicate
          ? predicate.from
          : undefined;
  const change = (op: NumberPredicate['op']) => {
    if (op === 'is_set' || op === 'is_empty') onChange({ op });
    else if (op === 'one_of') onChange({ op, values: first === undefined || Number.isNaN(first) ? [] : [first] });
    else onChange(comparisonOf(op, first ?? Number.NaN));
  };
  return (
    <>
      <Op of={of} options={numberOps} value={predicate.op} onChange={change} />
      {'values' in predicate && (
        <TextsInput
          aria-label={`${of}: values`}
          className="w-full sm:w-56"
          values={predicate.values.map(String)}
          onChange={(texts) => onChange({ ...predicate, values: numbersIn(texts) })}
        />
      )}
      {('value' in predicate || 'from' in predicate) && (
        <ComparedInputs of={of} predicate={predicate} onChange={onChange} />
      )}
    </>
  );
}

/** What a sum is asked for: there always is one. */
export function SumPredicateInput({ of, predicate, onChange }: PredicateProps<SumPredicate>) {
  const first = 'from' in predicate ? predicate.from : predicate.value;
  return (
    <>
      <Op of={of} options={comparisons} value={predicate.op} onChange={(op) => onChange(comparisonOf(op, first))} />
      <ComparedInputs of={of} predicate={predicate} onChange={onChange} />
    </>
  );
}

function ComparedInputs({ of, predicate, onChange }: PredicateProps<SumPredicate>) {
  if (!('from' in predicate)) {
    return (
      <NumberInput
        label={`${of}: value`}
        value={predicate.value}
        onChange={(value) => onChange({ ...predicate, value })}
      />
    );
  }
  return (
    <>
      <NumberInput
        label={`${of}: value`}
        value={predicate.from}
        onChange={(from) => onChange({ ...predicate, from })}
      />
      <NumberInput label={`${of}: up to`} value={predicate.to} onChange={(to) => onChange({ ...predicate, to })} />
    </>
  );
}

function comparisonOf(op: SumPredicate['op'], value: number): SumPredicate {
  return op === 'between' ? { op, from: value, to: value } : { op, value };
}

function numbersIn(texts: readonly string[]): number[] {
  return [...new Set(texts.map(Number))].filter(Number.isFinite);
}

const booleanOps = [{ value: 'yes', label: 'is yes' }, { value: 'no', label: 'is no' }, ...presence] as const;

export function BooleanPredicateInput({ of, predicate, onChange }: PredicateProps<BooleanPredicate>) {
  return (
    <Op
      of={of}
      options={booleanOps}
      value={predicate.op === 'is' ? (predicate.value ? 'yes' : 'no') : predicate.op}
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

export function DayPredicateInput({ of, predicate, onChange }: PredicateProps<DayPredicate>) {
  const dates = 'value' in predicate ? [predicate.value] : 'from' in predicate ? [predicate.from, predicate.to] : [];
  const days = 'days' in predicate ? predicate.days : null;
  const change = (op: DayPredicate['op'], [first = '', second = first]: readonly string[], count: number) => {
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
      <Op of={of} options={dayOps} value={predicate.op} onChange={(op) => change(op, dates, days ?? 30)} />
      {dates.map((date, index) => (
        <Input
          key={index}
          type="date"
          aria-label={index === 0 ? `${of}: day` : `${of}: last day`}
          className="w-40"
          value={date}
          onChange={({ target: { value } }) =>
            change(predicate.op, index === 0 ? [value, dates[1] ?? value] : [dates[0] ?? value, value], 0)
          }
        />
      ))}
      {days !== null && (
        <NumberInput label={`${of}: days`} value={days} onChange={(value) => change(predicate.op, [], value)} />
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

export function ListPredicateInput({ of, predicate, onChange, source }: SuggestingProps<ListPredicate>) {
  const values = 'values' in predicate ? predicate.values : [];
  const [typed, setTyped] = useState('');
  const known = useKnownValues(source, typed);
  return (
    <>
      <Op
        of={of}
        options={listOps}
        value={predicate.op}
        onChange={(op) => onChange(op === 'is_set' || op === 'is_empty' ? { op } : { op, values })}
      />
      {'values' in predicate && (
        <TextsInput
          aria-label={`${of}: items`}
          className="w-full sm:w-56"
          values={values}
          suggestions={known}
          onType={setTyped}
          onChange={(next) => onChange({ ...predicate, values: next })}
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
