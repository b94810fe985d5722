import type { DayWindow } from '@engagex/domain/segments';
import { Input } from '../../../ui/input.tsx';
import { Select } from '../../../ui/select.tsx';
import { NumberInput } from './predicate-input.tsx';

/** What events and campaigns are asked for alike: whether, how often and when. */

interface DidOrNotProps {
  readonly of: string;
  readonly did: string;
  readonly didNot: string;
  readonly value: 'did' | 'did_not';
  readonly onChange: (value: 'did' | 'did_not') => void;
}

export function DidOrNot({ of, did, didNot, value, onChange }: DidOrNotProps) {
  return (
    <Select
      aria-label={`${of}: did or not`}
      className="sm:w-40"
      options={[
        { value: 'did', label: did },
        { value: 'did_not', label: didNot },
      ]}
      value={value}
      onChange={onChange}
    />
  );
}

interface TimesProps {
  readonly of: string;
  readonly times: number;
  readonly onChange: (times: number) => void;
}

export function TimesInput({ of, times, onChange }: TimesProps) {
  return (
    <span className="flex items-center gap-2 whitespace-nowrap">
      at least <NumberInput label={`${of}: at least how many times`} value={times} onChange={onChange} />{' '}
      {times === 1 ? 'time' : 'times'}
    </span>
  );
}

type WindowOp = DayWindow['op'] | 'ever';

const windowOps = [
  { value: 'ever', label: 'at any time' },
  { value: 'in_last_days', label: 'in the last … days' },
  { value: 'more_than_days_ago', label: 'more than … days ago' },
  { value: 'in_next_days', label: 'in the next … days' },
  { value: 'is', label: 'on' },
  { value: 'lt', label: 'before' },
  { value: 'lte', label: 'on or before' },
  { value: 'gt', label: 'after' },
  { value: 'gte', label: 'on or after' },
  { value: 'between', label: 'from … to' },
] as const satisfies readonly { value: WindowOp; label: string }[];

interface WindowProps {
  readonly of: string;
  readonly window: DayWindow | null;
  readonly onChange: (window: DayWindow | null) => void;
}

/** When something must have happened to count. */
export function WindowInput({ of, window, onChange }: WindowProps) {
  const days = window && 'days' in window ? window.days : 30;
  const first = window && 'from' in window ? window.from : window && 'value' in window ? window.value : '';
  const last = window && 'to' in window ? window.to : '';
  const change = (op: WindowOp, from: string, to: string, count: number) => {
    if (op === 'ever') onChange(null);
    else if (op === 'between') onChange({ op, from, to });
    else if (op === 'in_last_days' || op === 'more_than_days_ago' || op === 'in_next_days')
      onChange({ op, days: count });
    else onChange({ op, value: from });
  };
  return (
    <>
      <Select
        aria-label={`${of}: when`}
        className="sm:w-48"
        options={windowOps}
        value={window?.op ?? 'ever'}
        onChange={(op) => change(op, first, last, days)}
      />
      {window && 'days' in window && (
        <NumberInput label={`${of}: days`} value={days} onChange={(count) => change(window.op, '', '', count)} />
      )}
      {window && !('days' in window) && (
        <DayInput
          label={window.op === 'between' ? `${of}: first day` : `${of}: day`}
          value={first}
          onChange={(day) => change(window.op, day, last, days)}
        />
      )}
      {window?.op === 'between' && (
        <DayInput label={`${of}: last day`} value={last} onChange={(day) => change('between', first, day, days)} />
      )}
    </>
  );
}

interface DayProps {
  readonly label: string;
  readonly value: string;
  readonly onChange: (day: string) => void;
}

export function DayInput({ label, value, onChange }: DayProps) {
  return (
    <Input
      type="date"
      aria-label={label}
      className="w-40"
      value={value}
      onChange={(event) => onChange(event.target.value)}
    />
  );
}
