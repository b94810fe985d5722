import { formatDuration } from '../../../shared/format.ts';
import { Select } from '../../../ui/select.tsx';

const usual = [15, 30, 60, 120, 240, 480, 720, 1_440, 2_880, 4_320, 10_080];

/** A waiting time in minutes, inside a `Field`. One that was set through the API is offered, too. */
export function WaitSelect({ value, onChange }: { value: number; onChange: (minutes: number) => void }) {
  const choices = usual.includes(value) ? usual : [...usual, value].toSorted((a, b) => a - b);
  return (
    <Select
      options={choices.map((minutes) => ({ value: String(minutes), label: formatDuration(minutes * 60) }))}
      value={String(value)}
      onChange={(minutes) => onChange(Number(minutes))}
    />
  );
}
