import { Search, X } from 'lucide-react';
import { useEffect, useEffectEvent, useState } from 'react';
import { cn } from './class-names.ts';
import { IconButton } from './icon-button.tsx';
import { Input } from './input.tsx';

interface SearchInputProps {
  readonly label: string;
  readonly value: string;
  /** Called a quarter of a second after the last key. */
  readonly onSearch: (text: string) => void;
  readonly className?: string;
}

const pause = 250;

/** `<SearchInput label="Search contacts" value={search} onSearch={setSearch} />`, usually over `useUrlState('search')`. */
export function SearchInput({ label, value, onSearch, className }: SearchInputProps) {
  const [text, setText] = useState(value);
  const [shown, setShown] = useState(value);
  const search = useEffectEvent(onSearch);

  if (value !== shown) {
    setShown(value); // changed from outside, by Back or a cleared filter
    setText(value);
  }
  useEffect(() => {
    if (text === shown) return undefined;
    const timer = setTimeout(() => search(text.trim()), pause);
    return () => clearTimeout(timer);
  }, [text, shown]);

  return (
    <div className={cn('relative w-full sm:w-72', className)}>
      <Search
        aria-hidden
        className="pointer-events-none absolute top-1/2 left-2.5 size-4 -translate-y-1/2 text-muted"
      />
      <Input
        type="search"
        aria-label={label}
        placeholder={label}
        autoComplete="off"
        spellCheck={false}
        value={text}
        onChange={(event) => setText(event.target.value)}
        onKeyDown={(event) => {
          if (event.key === 'Enter') onSearch(text.trim());
          if (event.key === 'Escape' && text !== '') setText('');
        }}
        className="pr-9 pl-8 [&::-webkit-search-cancel-button]:hidden"
      />
      {text !== '' && (
        <IconButton
          label="Clear search"
          icon={X}
          size="small"
          className="absolute top-1/2 right-0.5 -translate-y-1/2 px-1.5"
          onClick={() => {
            setText('');
            onSearch('');
          }}
        />
      )}
    </div>
  );
}
