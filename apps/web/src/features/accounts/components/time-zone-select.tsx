import { ownTimeZone } from '../../../shared/format.ts';
import { Select } from '../../../ui/select.tsx';

interface TimeZoneSelectProps {
  readonly value: string | null;
  readonly onChange: (zone: string | null) => void;
  readonly onBlur?: () => void;
  readonly disabled?: boolean;
  /** What no choice means, where there need not be one. */
  readonly none?: string;
}

const noChoice = 'none';

/** The time zones this browser knows, in a `Field`; its own is at hand. */
export function TimeZoneSelect({ value, onChange, none, ...props }: TimeZoneSelectProps) {
  const zones = new Set([...(value ? [value] : []), ownTimeZone(), 'UTC', ...Intl.supportedValuesOf('timeZone')]);
  const options = [...zones].map((zone) => ({ value: zone, label: zone.replaceAll('_', ' ') }));
  return (
    <Select
      {...props}
      value={value ?? (none ? noChoice : null)}
      options={none ? [{ value: noChoice, label: none }, ...options] : options}
      onChange={(zone) => onChange(zone === noChoice ? null : zone)}
    />
  );
}
