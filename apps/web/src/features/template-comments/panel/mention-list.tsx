import type { Mentionable } from '@engagex/domain/template-comments';
import { cn } from '../../../ui/class-names.ts';

interface MentionListProps {
  readonly id: string;
  readonly people: readonly Mentionable[];
  readonly active: number;
  readonly onChoose: (name: string) => void;
}

/** Who can be mentioned; the text keeps the focus, and the keys. */
export function MentionList({ id, people, active, onChoose }: MentionListProps) {
  return (
    <div
      id={id}
      role="listbox"
      aria-label="Members"
      className="absolute inset-x-0 top-full z-20 mt-1 max-h-48 overflow-y-auto rounded-md border border-line bg-raised p-1 shadow-raised"
    >
      {people.map((person, at) => (
        <div
          key={person.id}
          id={`${id}-${at}`}
          role="option"
          tabIndex={-1}
          aria-selected={at === active}
          ref={at === active ? intoView : undefined}
          // The cursor must stay in the text.
          onMouseDown={(event) => {
            event.preventDefault();
            onChoose(person.name);
          }}
          className={cn('truncate rounded-sm px-2 py-1.5 pointer-coarse:py-2.5', at === active && 'bg-hover')}
        >
          {person.name}
        </div>
      ))}
    </div>
  );
}

function intoView(option: HTMLElement | null): void {
  option?.scrollIntoView({ block: 'nearest' });
}
