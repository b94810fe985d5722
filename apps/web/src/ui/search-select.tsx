import { Combobox as Base } from '@base-ui/react/combobox';
import { Check, ChevronsUpDown } from 'lucide-react';
import type { Ref } from 'react';
import { mentions } from '../shared/mentions.ts';
import { cn } from './class-names.ts';
import { useField } from './field.tsx';
import { controlClass } from './input.tsx';
import { optionClass, popupClass } from './popup-class.ts';
import type { SelectOption } from './select.tsx';

export interface SearchOption extends SelectOption<string> {
  /** Other words it is found by. */
  readonly also?: string;
}

interface SearchSelectProps {
  /** All there is, or, with `onSearch`, what was found for what is typed. */
  readonly options: readonly SearchOption[];
  readonly value: SearchOption | null;
  readonly onChange: (option: SearchOption) => void;
  /** Where there need not be a choice: called when the box is emptied. */
  readonly onClear?: (() => void) | undefined;
  /** Searches elsewhere for what is typed; without it, the options themselves are searched. */
  readonly onSearch?: (text: string) => void;
  readonly onBlur?: () => void;
  readonly disabled?: boolean | undefined;
  readonly autoFocus?: boolean;
  readonly placeholder?: string;
  /** What is said when nothing is found. */
  readonly nothing?: string;
  readonly className?: string;
  readonly ref?: Ref<HTMLInputElement>;
  /** Needed when it is not in a `Field`. */
  readonly 'aria-label'?: string;
}

/** One choice of more than anybody looks through, found by typing a part of its name. */
export function SearchSelect({ options, value, onChange, onClear, onSearch, disabled, ...props }: SearchSelectProps) {
  const { className, nothing = 'Nothing found.', 'aria-label': label, ...input } = props;
  return (
    <Base.Root
      items={options}
      filter={onSearch ? null : isMeant}
      autoHighlight={!onSearch}
      value={value}
      disabled={disabled ?? false}
      itemToStringLabel={(option) => option.label}
      isItemEqualToValue={(one, other) => one.value === other.value}
      onValueChange={(option) => (option ? onChange(option) : onClear?.())}
      onInputValueChange={(text, { reason }) => onSearch?.(reason === 'input-change' ? text : '')}
    >
      <div className={cn('relative', className)}>
        <Base.Input
          {...useField()}
          {...input}
          aria-label={label}
          autoComplete="off"
          className={cn(controlClass, 'h-8 w-full pr-8 pointer-coarse:h-11')}
        />
        <Base.Trigger
          aria-label={label ? `Open ${label}` : 'Open the list'}
          className="absolute inset-y-0 right-0 flex w-8 items-center justify-center"
        >
          <ChevronsUpDown aria-hidden className="size-4 text-muted" />
        </Base.Trigger>
      </div>
      <Base.Portal>
        <Base.Positioner sideOffset={4} className="z-50 outline-none">
          <Base.Popup className={cn(popupClass, 'max-h-[min(20rem,var(--available-height))] w-max')}>
            <Base.Empty className="px-3 py-2 text-sm text-muted empty:hidden">{nothing}</Base.Empty>
            <Base.List className="p-1 outline-none data-empty:p-0">
              {(option: SearchOption) => (
                <Base.Item
                  key={option.value}
                  value={option}
                  className={cn(optionClass, 'grid grid-cols-[1rem_1fr] items-center gap-2')}
                >
                  <Base.ItemIndicator>
                    <Check aria-hidden className="size-4 text-accent" />
                  </Base.ItemIndicator>
                  <div className="col-start-2">
                    <div>{option.label}</div>
                    {option.detail && <div className="text-sm text-muted">{option.detail}</div>}
                  </div>
                </Base.Item>
              )}
            </Base.List>
          </Base.Popup>
        </Base.Positioner>
      </Base.Portal>
    </Base.Root>
  );
}

function isMeant({ value, label, detail = '', also = '' }: SearchOption, text: string): boolean {
  return mentions(`${label} ${detail} ${also} ${value}`, text);
}
