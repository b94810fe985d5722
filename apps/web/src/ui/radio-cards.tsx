import { useId, type ReactNode } from 'react';

interface RadioCardsProps<Value extends string> {
  readonly label: string;
  readonly options: readonly { readonly value: Value; readonly name: string; readonly help: ReactNode }[];
  readonly value: Value;
  readonly onChange: (value: Value) => void;
}

/** One of a few things that need a sentence each: `<RadioCards label="Kind" options={kinds} value={kind} onChange={setKind} />` */
export function RadioCards<Value extends string>({ label, options, value, onChange }: RadioCardsProps<Value>) {
  const id = useId();
  return (
    <fieldset className="flex flex-col gap-2">
      <legend className="mb-1.5 font-medium">{label}</legend>
      {options.map((option) => (
        <label
          key={option.value}
          htmlFor={`${id}-${option.value}`}
          className="grid cursor-pointer grid-cols-[auto_1fr] gap-x-2 rounded-md border border-line px-3 py-2 has-checked:border-accent has-checked:bg-accent-soft"
        >
          <input
            id={`${id}-${option.value}`}
            type="radio"
            name={id}
            checked={value === option.value}
            onChange={() => onChange(option.value)}
            aria-labelledby={`${id}-${option.value}-name`}
            aria-describedby={`${id}-${option.value}-help`}
            className="mt-1 accent-(--accent-solid)"
          />
          <span id={`${id}-${option.value}-name`} className="font-medium">
            {option.name}
          </span>
          <span id={`${id}-${option.value}-help`} className="col-start-2 text-sm text-muted">
            {option.help}
          </span>
        </label>
      ))}
    </fieldset>
  );
}
