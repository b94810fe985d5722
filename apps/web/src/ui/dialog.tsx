import { Dialog as Base } from '@base-ui/react/dialog';
import { X } from 'lucide-react';
import type { ReactNode } from 'react';
import { Button } from './button.tsx';
import { cn } from './class-names.ts';
import { finalFocus } from './final-focus.ts';

interface DialogProps {
  readonly open: boolean;
  readonly onOpenChange: (open: boolean) => void;
  readonly title: string;
  readonly description?: ReactNode;
  readonly className?: string;
  readonly children: ReactNode;
}

export const backdropClass =
  'fixed inset-0 z-40 bg-backdrop transition-opacity data-ending-style:opacity-0 data-starting-style:opacity-0';

/**
 * A task on top of the page. It owns its form and its mutation; what is inside is forgotten when it closes.
 *
 *     <Dialog open={open} onOpenChange={setOpen} title="New group">
 *       <form className="contents" …>
 *         <DialogBody><Field …/></DialogBody>
 *         <DialogFooter><Button onClick={close}>Cancel</Button><Button type="submit" variant="primary">Create group</Button></DialogFooter>
 *       </form>
 *     </Dialog>
 */
export function Dialog({ open, onOpenChange, title, description, className, children }: DialogProps) {
  return (
    <Base.Root open={open} onOpenChange={(next) => onOpenChange(next)}>
      <Base.Portal>
        <Base.Backdrop className={backdropClass} />
        <Base.Viewport className="fixed inset-0 z-40 flex items-end justify-center sm:items-center sm:p-6">
          <Base.Popup
            finalFocus={finalFocus}
            className={cn(
              'relative flex max-h-[85dvh] w-full flex-col rounded-t-md border border-line bg-raised shadow-raised outline-none transition-[opacity,translate] data-ending-style:translate-y-1 data-ending-style:opacity-0 data-starting-style:translate-y-1 data-starting-style:opacity-0 sm:w-120 sm:rounded-md',
              className,
            )}
          >
            <div className="py-4 pr-12 pb-1 pl-5">
              <Base.Title className="text-lg font-semibold wrap-anywhere">{title}</Base.Title>
              {description && <Base.Description className="mt-1 text-muted">{description}</Base.Description>}
            </div>
            {children}
            <CloseButton />
          </Base.Popup>
        </Base.Viewport>
      </Base.Portal>
    </Base.Root>
  );
}

/** Last in the order of reading, so that the first field has the focus when a dialog opens. */
export function CloseButton() {
  return (
    <Base.Close
      render={<Button variant="ghost" size="small" icon={X} aria-label="Close" />}
      className="absolute top-3.5 right-3 px-1.5 pointer-coarse:top-1.5 pointer-coarse:right-1.5"
    />
  );
}

/** What scrolls when the dialog is higher than the screen; a part that gave way instead would lie under the next. */
export function DialogBody({ className, children }: { className?: string; children: ReactNode }) {
  return (
    <div className={cn('flex min-h-0 flex-col gap-4 overflow-y-auto px-5 py-3 *:shrink-0', className)}>{children}</div>
  );
}

/** The actions at the end, the one that does it last. */
export function DialogFooter({ children }: { children: ReactNode }) {
  return <div className="flex flex-wrap justify-end gap-2 px-5 pt-2 pb-5">{children}</div>;
}
