import { X } from 'lucide-react';
import { type KeyboardEvent, useState } from 'react';
import { cn } from './class-names.ts';
import type { CodeField } from './code-selects.ts';
import { SuggestInput } from './suggest-input.tsx';

interface TextsInputProps {
  readonly values: readonly string[];
  readonly onChange: (values: string[]) => void;
  /** Offered for what is typed; `onType` receives it. */
  readonly suggestions?: readonly string[];
  readonly onType?: (text: string) => void;
  /** Where the texts are codes, which are chosen and shown by their names. */
  readonly codes?: CodeField | undefined;
  readonly className?: string;
  readonly 'aria-label': string;
}

const none: readonly string[] = [];

/** Several texts as tags, commas and all: Enter adds what is typed, Backspace in the empty box takes the last away. */
export function TextsInput({ values, onChange, suggestions = none, onType, codes, ...props }: TextsInputProps) {
  const { className, 'aria-label': label } = props;
  const [typed, setTyped] = useState('');
  const [added, setAdded] = useState(0);
  const type = (text: string) => {
    setTyped(text);
    onType?.(text);
  };
  const add = (next: string) => {
    const text = next.trim();
    type('');
    if (text && !values.includes(text)) onChange([...values, text]);
  };
  const onKeyDown = (event: KeyboardEvent) => {
    if (event.key === 'Backspace' && typed === '' && values.length > 0) onChange(values.slice(0, -1));
  };
  return (
    <div className={cn('flex flex-col gap-1.5', className)}>
      {values.length > 0 && (
        <ul className="flex flex-wrap gap-1" aria-label={`${label}, chosen`}>
          {values.map((value) => (
            <Tag
              key={value}
              text={codes?.nameOf(value) ?? value}
              onRemove={() => onChange(values.filter((each) => each !== value))}
            />
          ))}
        </ul>
      )}
      {codes ? (
        // A new box for each, which is empty.
        <codes.Select
          key={added}
          autoFocus={added > 0}
          aria-label={label}
          placeholder="Add by name"
          value={null}
          onChange={(code) => {
            setAdded(added + 1);
            add(code);
          }}
        />
      ) : (
        <SuggestInput
          aria-label={label}
          suggestions={suggestions.filter((text) => !values.includes(text))}
          value={typed}
          placeholder="Type and press Enter"
          onChange={type}
          onChoose={add}
          onEnter={() => add(typed)}
          onKeyDown={onKeyDown}
          onBlur={() => add(typed)}
        />
      )}
    </div>
  );
}

/** One of several that were chosen. */
export function Tag({ text, onRemove }: { text: string; onRemove: () => void }) {
  return (
    <li className="inline-flex max-w-full items-center gap-1 rounded-full border border-line bg-subtle py-0.5 pr-1 pl-2 text-sm">
      <span className="truncate">{text}</span>
      <button
        type="button"
        aria-label={`Remove ${text}`}
        className="rounded-full p-0.5 text-muted hover:bg-hover hover:text-ink pointer-coarse:p-2"
        onClick={onRemove}
      >
        <X aria-hidden className="size-3.5" />
      </button>
    </li>
  );
}
