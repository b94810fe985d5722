import type { LucideIcon } from 'lucide-react';
import { createPortal } from 'react-dom';
import { cn } from '../../../ui/class-names.ts';

export interface SuggestionItem {
  readonly key: string;
  readonly label: string;
  readonly detail: string;
  readonly group: string;
  readonly icon: LucideIcon;
  readonly choose: () => void;
}

interface SuggestionListProps {
  readonly items: readonly SuggestionItem[];
  readonly active: number;
  readonly left: number;
  readonly bottom: number;
}

/** What can be inserted at the cursor; the text keeps the focus, and the keys. */
export function SuggestionList({ items, active, left, bottom }: SuggestionListProps) {
  const width = 288;
  const isAbove = bottom > window.innerHeight - 260;
  return createPortal(
    <div
      role="listbox"
      aria-label="Insert"
      className="fixed z-50 max-h-64 w-72 overflow-y-auto rounded-md border border-line bg-raised p-1 text-ink shadow-raised"
      style={{
        left: Math.max(8, Math.min(left, window.innerWidth - width - 8)),
        ...(isAbove ? { bottom: window.innerHeight - bottom + 28 } : { top: bottom + 6 }),
      }}
    >
      {items.map((item, at) => {
        const Icon = item.icon;
        const isNewGroup = items[at - 1]?.group !== item.group;
        return (
          <div key={item.key} role="presentation">
            {isNewGroup && (
              <p role="presentation" className="px-2 pt-1.5 pb-1 text-xs font-medium text-muted">
                {item.group}
              </p>
            )}
            <div
              role="option"
              id={`suggestion-${at}`}
              aria-selected={at === active}
              tabIndex={-1}
              ref={at === active ? intoView : undefined}
              // The cursor must stay in the text.
              onMouseDown={(event) => {
                event.preventDefault();
                item.choose();
              }}
              className={cn(
                'flex cursor-default items-center gap-2 rounded-sm px-2 py-1.5 pointer-coarse:py-2.5',
                at === active && 'bg-hover',
              )}
            >
              <Icon aria-hidden className="size-4 shrink-0 text-muted" />
              <span className="min-w-0 flex-1 truncate">{item.label}</span>
              <span className="max-w-32 truncate text-sm text-muted">{item.detail}</span>
            </div>
          </div>
        );
      })}
      {items.length === 0 && <p className="px-2 py-1.5 text-sm text-muted">Nothing matches.</p>}
    </div>,
    document.body,
  );
}

function intoView(option: HTMLElement | null): void {
  option?.scrollIntoView({ block: 'nearest' });
}
