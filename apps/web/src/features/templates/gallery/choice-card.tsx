import { LoaderCircle } from 'lucide-react';
import type { ReactNode } from 'react';

interface ChoiceCardProps {
  readonly name: string;
  readonly description: string;
  readonly isPending: boolean;
  readonly onChoose: () => void;
  /** Its picture. */
  readonly children: ReactNode;
}

/** Something to begin with. All of the card is its button. */
export function ChoiceCard({ name, description, isPending, onChoose, children }: ChoiceCardProps) {
  return (
    <li className="relative flex flex-col overflow-hidden rounded-md border border-line bg-surface focus-within:border-accent hover:border-line-strong">
      {children}
      <div className="border-t border-line px-3 py-2">
        <button
          type="button"
          aria-busy={isPending || undefined}
          onClick={onChoose}
          className="flex cursor-pointer items-center gap-1.5 text-left font-medium after:absolute after:inset-0 after:rounded-md after:content-[''] focus-visible:outline-none focus-visible:after:outline-2 focus-visible:after:-outline-offset-2 focus-visible:after:outline-focus"
        >
          {name}
          {isPending && <LoaderCircle aria-hidden className="size-4 animate-spin" />}
        </button>
        <p className="text-sm text-muted">{description}</p>
      </div>
    </li>
  );
}
