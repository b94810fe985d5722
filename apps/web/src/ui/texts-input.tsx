import { X } from 'lucide-react';
import { type KeyboardEvent, useState } from 'react';
import { cn } from './class-names.ts';
import { Input } from './input.tsx';

interface TextsInputProps {
  readonly values: readonly string[];
  readonly onChange: (values: string[]) => void;
  readonly className?: string;
  readonly 'aria-label': string;
}

/** Several texts as tags, commas and all: Enter adds what is typed, Backspace in the empty box takes the last away. */
export function TextsInput({ values, onChange, className, 'aria-label': label }: TextsInputProps) {
  const [typed, setTyped] = useState('');
  const add = () => {
    const text = typed.trim();
    setTyped('');
    if (text && !values.includes(text)) onChange([...values, text]);
  };
  const onKeyDown = (event: KeyboardEvent) => {
    if (event.key === 'Enter') {
      event.preventDefault();
      add();
    }
    if (event.key === 'Backspace' && typed === '' && values.length > 0) onChange(values.slice(0, -1));
  };
  return (
    <div className={cn('flex flex-col gap-1.5', className)}>
      {values.length > 0 && (
        <ul className="flex flex-wrap gap-1" aria-label={`${label}, chosen`}>
          {values.map((value) => (
            <Tag key={value} text={value} onRemove={() => onChange(values.filter((each) => each !== value))} />
          ))}
        </ul>
      )}
      <Input
        aria-label={label}
        value={typed}
        placeholder="Type and press Enter"
        onChange={(event) => setTyped(event.target.value)}
        onKeyDown={onKeyDown}
        onBlur={add}
      />
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
