import { X } from 'lucide-react';
import type { ReactNode } from 'react';
import { formatCount, formatNumber } from '../shared/format.ts';
import { Button } from './button.tsx';
import { IconButton } from './icon-button.tsx';

interface SelectionBarProps {
  /** What is selected, in the singular: "contact". */
  readonly noun: string;
  readonly count: number;
  readonly onClear: () => void;
  /** How many match the filters, to offer all of them. */
  readonly matching?: number;
  readonly onSelectAll?: () => void;
  /** What can be done with them. */
  readonly children: ReactNode;
}

/** What can be done with the selected rows; shown while there are some: `<SelectionBar noun="contact" count={3} onClear={…}>…</SelectionBar>` */
export function SelectionBar({ noun, count, onClear, matching, onSelectAll, children }: SelectionBarProps) {
  if (count === 0) return null;
  return (
    <section
      aria-label="Selection"
      className="sticky bottom-4 z-20 mx-auto flex w-fit max-w-full flex-wrap items-center gap-2 rounded-md border border-line bg-raised py-2 pr-2 pl-4 shadow-raised"
    >
      <output className="font-medium">{formatCount(count, noun)} selected</output>
      {onSelectAll && matching !== undefined && matching > count && (
        <Button size="small" variant="ghost" onClick={onSelectAll}>
          Select all {formatNumber(matching)} that match
        </Button>
      )}
      {children}
      <IconButton label="Clear selection" icon={X} size="small" className="px-1.5" onClick={onClear} />
    </section>
  );
}
