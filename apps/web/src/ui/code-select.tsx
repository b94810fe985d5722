import { type SearchOption, SearchSelect } from './search-select.tsx';

export interface CodeSelectProps {
  /** The code as it is stored. */
  readonly value: string | null;
  readonly onChange: (code: string) => void;
  /** Where there need not be a choice. */
  readonly onClear?: (() => void) | undefined;
  readonly onBlur?: () => void;
  readonly disabled?: boolean | undefined;
  readonly autoFocus?: boolean;
  readonly placeholder?: string;
  readonly className?: string;
  /** Needed when it is not in a `Field`. */
  readonly 'aria-label'?: string;
}

/** One of many codes, chosen by its name. A stored code that is not among them is kept, by its name or as it is. */
export function CodeSelect({
  options,
  value,
  onChange,
  nameOf,
  ...props
}: CodeSelectProps & {
  readonly options: readonly SearchOption[];
  readonly nameOf: (code: string) => string;
  readonly nothing: string;
}) {
  const known = options.find((option) => option.value === value);
  const other = value && !known ? { value, label: nameOf(value) } : null;
  return (
    <SearchSelect
      {...props}
      options={other ? [other, ...options] : options}
      value={known ?? other}
      onChange={(option) => onChange(option.value)}
    />
  );
}
