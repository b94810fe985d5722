import { Select as Base } from '@base-ui/react/select';
import { Check, ChevronsUpDown } from 'lucide-react';
import type { Ref } from 'react';
import { cn } from './class-names.ts';
import { useField, useFieldLabel } from './field.tsx';
import { controlClass } from './input.tsx';
import { optionClass, popupClass } from './popup-class.ts';

export interface SelectOption<Value extends string> {
  readonly value: Value;
  readonly label: string;
  readonly detail?: string;
}

interface SelectProps<Value extends string> {
  readonly options: readonly SelectOption<Value>[];
  readonly value: Value | null;
  readonly onChange: (value: Value) => void;
  readonly onBlur?: () => void;
  readonly placeholder?: string;
  readonly disabled?: boolean;
  readonly name?: string;
  readonly ref?: Ref<HTMLButtonElement>;
  readonly className?: string;
  /** Needed when it is not in a `Field`. */
  readonly 'aria-label'?: string;
}

/**
 * One choice of several, inside a `Field` or with an `aria-label`; in a form through `Controller`:
 *
 *     <Controller name="role" control={form.control} render={({ field }) => <Select {...field} options={roles} />} />
 */
export function Select<Value extends string>({
  options,
  value,
  onChange,
  ref,
  className,
  placeholder = 'Choose…',
  ...props
}: SelectProps<Value>) {
  const label = useFieldLabel();
  const { onBlur, 'aria-label': ariaLabel, ...rootProps } = props;
  return (
    <Base.Root
      items={options}
      value={value}
      onValueChange={(next) => next !== null && onChange(next)}
      modal={false}
      {...rootProps}
    >
      <Base.Trigger
        {...useField()}
        ref={ref}
        onBlur={onBlur}
        aria-label={ariaLabel}
        aria-labelledby={ariaLabel ? undefined : label}
        className={cn(
          controlClass,
          'flex h-8 items-center justify-between gap-2 pr-2 text-left pointer-coarse:h-11',
          className,
        )}
      >
        <Base.Value placeholder={placeholder} className="truncate data-placeholder:text-muted" />
        <Base.Icon>
          <ChevronsUpDown aria-hidden className="size-4 text-muted" />
        </Base.Icon>
      </Base.Trigger>
      <Base.Portal>
        <Base.Positioner sideOffset={4} alignItemWithTrigger={false} className="z-50 outline-none">
          <Base.Popup className={cn(popupClass, 'max-h-(--available-height) p-1')}>
            {options.map((option) => (
              <Base.Item
                key={option.value}
                value={option.value}
                className={cn(optionClass, 'grid grid-cols-[1rem_1fr] items-center gap-2')}
              >
                <Base.ItemIndicator>
                  <Check aria-hidden className="size-4 text-accent" />
                </Base.ItemIndicator>
                <div className="col-start-2">
                  <Base.ItemText>{option.label}</Base.ItemText>
                  {option.detail && <div className="text-sm text-muted">{option.detail}</div>}
                </div>
              </Base.Item>
            ))}
          </Base.Popup>
        </Base.Positioner>
      </Base.Portal>
    </Base.Root>
  );
}
