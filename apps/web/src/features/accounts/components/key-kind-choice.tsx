import { type KeyKind, keyKinds } from '@engagex/domain/accounts';
import { useId } from 'react';
import { keyKindWords } from './key-kinds.ts';

const labels: Readonly<Record<KeyKind, string>> = { secret: 'Secret', public: 'Public' };

/** What a new key is for, which comes before everything else about it. */
export function KeyKindChoice({ value, onChange }: { value: KeyKind; onChange: (kind: KeyKind) => void }) {
  const id = useId();
  return (
    <fieldset className="flex flex-col gap-2">
      <legend className="mb-1.5 font-medium">Kind</legend>
      {keyKinds.map((kind) => (
        <label
          key={kind}
          htmlFor={`${id}-${kind}`}
          className="grid cursor-pointer grid-cols-[auto_1fr] gap-x-2 rounded-md border border-line px-3 py-2 has-checked:border-accent has-checked:bg-accent-soft"
        >
          <input
            id={`${id}-${kind}`}
            type="radio"
            name={id}
            checked={value === kind}
            onChange={() => onChange(kind)}
            aria-labelledby={`${id}-${kind}-name`}
            aria-describedby={`${id}-${kind}-what`}
            className="mt-1 accent-(--accent-solid)"
          />
          <span id={`${id}-${kind}-name`} className="font-medium">
            {labels[kind]}
          </span>
          <span id={`${id}-${kind}-what`} className="col-start-2 text-sm text-muted">
            {keyKindWords[kind].what}
          </span>
        </label>
      ))}
    </fieldset>
  );
}
