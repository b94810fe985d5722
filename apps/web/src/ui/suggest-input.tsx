import { Autocomplete as Base } from '@base-ui/react/autocomplete';
import { type KeyboardEvent, useState } from 'react';
import { mentions } from '../shared/mentions.ts';
import { cn } from './class-names.ts';
import { useField } from './field.tsx';
import { controlClass } from './input.tsx';
import { optionClass, popupClass } from './popup-class.ts';

interface SuggestInputProps {
  readonly suggestions: readonly string[];
  readonly value: string;
  readonly onChange: (value: string) => void;
  /** Instead of `onChange`, when one of the suggestions is chosen. */
  readonly onChoose?: (value: string) => void;
  /** Instead of submitting, when Enter takes what is typed. */
  readonly onEnter?: () => void;
  readonly onKeyDown?: (event: KeyboardEvent) => void;
  readonly onBlur?: () => void;
  readonly placeholder?: string;
  readonly className?: string;
  /** Needed when it is not in a `Field`. */
  readonly 'aria-label'?: string;
}

/** One line of text that offers what was used before; anything else may be typed as well. */
export function SuggestInput({
  suggestions,
  value,
  onChange,
  onChoose,
  onEnter,
  className,
  ...props
}: SuggestInputProps) {
  const [isOpen, setOpen] = useState(false);
  const offered = suggestions.filter((text) => text !== value && mentions(text, value));
  const onKeyDown = (event: KeyboardEvent) => {
    props.onKeyDown?.(event);
    if (event.key !== 'Enter' || event.currentTarget.hasAttribute('aria-activedescendant')) return;
    setOpen(false);
    if (!onEnter) return;
    event.preventDefault();
    onEnter();
  };
  return (
    <Base.Root
      items={offered}
      filter={null}
      value={value}
      onValueChange={(text, { reason }) => (reason === 'item-press' && onChoose ? onChoose(text) : onChange(text))}
      // An open list hides everything else from screen readers, so one that offers nothing stays closed.
      open={isOpen && offered.length > 0}
      onOpenChange={setOpen}
      openOnInputClick
    >
      <Base.Input
        {...useField()}
        {...props}
        onKeyDown={onKeyDown}
        autoComplete="off"
        className={cn(controlClass, 'h-8 pointer-coarse:h-11', className)}
      />
      <Base.Portal>
        <Base.Positioner sideOffset={4} className="z-50 outline-none">
          <Base.Popup className={cn(popupClass, 'max-h-(--available-height) w-max has-data-empty:hidden')}>
            <Base.List className="p-1 outline-none data-empty:p-0">
              {(item: string) => (
                <Base.Item key={item} value={item} className={optionClass}>
                  {item}
                </Base.Item>
              )}
            </Base.List>
          </Base.Popup>
        </Base.Positioner>
      </Base.Portal>
    </Base.Root>
  );
}
