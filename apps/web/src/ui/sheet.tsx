import { Dialog as Base } from '@base-ui/react/dialog';
import type { ReactNode } from 'react';
import { cn } from './class-names.ts';
import { backdropClass, CloseButton } from './dialog.tsx';
import { finalFocus } from './final-focus.ts';

interface SheetProps {
  readonly open: boolean;
  readonly onOpenChange: (open: boolean) => void;
  readonly title: string;
  readonly side?: 'left' | 'right';
  /** Keeps the title for screen readers only. */
  readonly hideTitle?: boolean;
  readonly children: ReactNode;
}

const sideClass = {
  left: 'left-0 border-r data-ending-style:-translate-x-4 data-starting-style:-translate-x-4 w-72',
  right: 'right-0 border-l data-ending-style:translate-x-4 data-starting-style:translate-x-4 w-112',
};

/** A panel at the side that keeps the page in view: `<Sheet open={open} onOpenChange={setOpen} title="Ada Lovelace">…</Sheet>` */
export function Sheet({ open, onOpenChange, title, side = 'right', hideTitle = false, children }: SheetProps) {
  return (
    <Base.Root open={open} onOpenChange={(next) => onOpenChange(next)}>
      <Base.Portal>
        <Base.Backdrop className={backdropClass} />
        <Base.Popup
          finalFocus={finalFocus}
          className={cn(
            'fixed inset-y-0 z-40 flex max-w-[calc(100vw-2rem)] flex-col overflow-y-auto border-line bg-raised shadow-raised outline-none transition-[translate,opacity] data-ending-style:opacity-0 data-starting-style:opacity-0',
            sideClass[side],
          )}
        >
          {hideTitle ? (
            <Base.Title className="sr-only">{title}</Base.Title>
          ) : (
            <div className="border-b border-line py-3.5 pr-12 pl-5">
              <Base.Title className="text-lg font-semibold">{title}</Base.Title>
            </div>
          )}
          {children}
          {!hideTitle && <CloseButton />}
        </Base.Popup>
      </Base.Portal>
    </Base.Root>
  );
}
