import { Combobox as Base } from '@base-ui/react/combobox';
import { Check, ChevronsUpDown } from 'lucide-react';
import { cn } from './class-names.ts';
import { controlLook } from './input.tsx';
import { optionLook, popupLook } from './popup-look.ts';
import type { SelectOption } from './select.tsx';

interface SearchSelectProps {
  /** What was found for what is typed, or what is offered before. */
  readonly options: readonly SelectOption<string>[];
  readonly value: SelectOption<string> | null;
  readonly onChange: (option: SelectOption<string>) => void;
  readonly onSearch: (text: string) => void;
  readonly placeholder?: string;
  readonly className?: string;
  readonly 'aria-label': string;
}

/** One choice of more than can be listed: typing asks the server, which `onSearch` does. */
export function SearchSelect({ options, value, onChange, onSearch, className, ...props }: SearchSelectProps) {
  return (
    <Base.Root
      items={options}
      filter={null}
      value={value}
      itemToStringLabel={({ label }) => label}
      isItemEqualToValue={(one, other) => one.value === other.value}
      onValueChange={(option) => option && onChange(option)}
      onInputValueChange={(text, { reason }) => onSearch(reason === 'input-change' ? text : '')}
    >
      <div className={cn('relative', className)}>
        <Base.Input {...props} className={cn(controlLook, 'h-8 w-full pr-8 pointer-coarse:h-11')} />
        <Base.Trigger
          aria-label={`Open ${props['aria-label']}`}
          className="absolute inset-y-0 right-0 flex w-8 items-center justify-center"
        >
          <ChevronsUpDown aria-hidden className="size-4 text-muted" />
        </Base.Trigger>
      </div>
      <Base.Portal>
        <Base.Positioner sideOffset={4} className="z-50 outline-none">
          <Base.Popup className={cn(popupLook, 'max-h-[min(20rem,var(--available-height))] w-max')}>
            <Base.Empty className="px-3 py-2 text-sm text-muted empty:hidden">Nobody found.</Base.Empty>
            <Base.List className="p-1 outline-none data-empty:p-0">
              {(option: SelectOption<string>) => (
                <Base.Item
                  key={option.value}
                  value={option}
                  className={cn(optionLook, 'grid grid-cols-[1rem_1fr] items-center gap-2')}
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
