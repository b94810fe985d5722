import { X } from 'lucide-react';
import { type KeyboardEvent, useState } from 'react';
import { Input } from '../../../ui/input.tsx';

interface ListInputProps {
  /** The items with semicolons between them. */
  readonly value: string;
  readonly onChange: (value: string) => void;
  readonly onBlur?: () => void;
  readonly disabled?: boolean;
  readonly 'aria-label'?: string;
}

/** Texts as tags: Enter or a semicolon adds what is typed, Backspace in the empty box takes the last away. */
export function ListInput({ value, onChange, onBlur, disabled = false, ...props }: ListInputProps) {
  const [typed, setTyped] = useState('');
  const items = itemsOf(value);
  const add = () => {
    if (typed.trim()) onChange([...new Set([...items, ...itemsOf(typed)])].join('; '));
    setTyped('');
  };
  const remove = (item: string) => onChange(items.filter((each) => each !== item).join('; '));
  const onKeyDown = (event: KeyboardEvent) => {
    if (event.key === 'Enter' || event.key === ';') {
      if (typed.trim() || event.key === ';') event.preventDefault();
      add();
    }
    const last = items.at(-1);
    if (event.key === 'Backspace' && typed === '' && last) remove(last);
  };
  return (
    <div className="flex flex-col gap-1.5">
      {items.length > 0 && (
        <ul className="flex flex-wrap gap-1">
          {items.map((item) => (
            <li
              key={item}
              className="inline-flex items-center gap-1 rounded-full border border-line bg-subtle py-0.5 pr-1 pl-2 text-sm"
            >
              {item}
              {!disabled && (
                <button
                  type="button"
                  aria-label={`Remove ${item}`}
                  className="rounded-full p-0.5 text-muted hover:bg-hover hover:text-ink"
                  onClick={() => remove(item)}
                >
                  <X aria-hidden className="size-3.5" />
                </button>
              )}
            </li>
          ))}
        </ul>
      )}
      <Input
        value={typed}
        placeholder={disabled ? undefined : 'Type and press Enter'}
        disabled={disabled}
        onChange={(event) => setTyped(event.target.value)}
        onKeyDown={onKeyDown}
        onBlur={() => {
          add();
          onBlur?.();
        }}
        {...props}
      />
    </div>
  );
}

function itemsOf(text: string): string[] {
  return text
    .split(/[;|]/)
    .map((item) => item.trim())
    .filter(Boolean);
}
