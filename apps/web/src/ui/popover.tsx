import { Popover as Base } from '@base-ui/react/popover';
import type { ReactElement, ReactNode } from 'react';

interface PopoverProps {
  /** The button that opens it. */
  readonly trigger: ReactElement;
  readonly title: ReactNode;
  readonly side?: 'top' | 'bottom';
  readonly open: boolean;
  readonly onOpenChange: (open: boolean) => void;
  readonly children: ReactNode;
}

/** A small page above a button: `<Popover trigger={<IconButton … />} title="Notifications" open={…} onOpenChange={…}>…</Popover>` */
export function Popover({ trigger, title, side = 'bottom', open, onOpenChange, children }: PopoverProps) {
  return (
    <Base.Root open={open} onOpenChange={onOpenChange}>
      <Base.Trigger render={trigger} />
      <Base.Portal>
        <Base.Positioner sideOffset={6} align="start" side={side} collisionPadding={8} className="z-50 outline-none">
          <Base.Popup className="flex max-h-[min(36rem,var(--available-height))] w-[min(24rem,var(--available-width))] flex-col overflow-hidden rounded-md border border-line bg-raised shadow-raised outline-none transition-opacity data-ending-style:opacity-0 data-starting-style:opacity-0">
            <Base.Title className="sr-only">{title}</Base.Title>
            {children}
          </Base.Popup>
        </Base.Positioner>
      </Base.Portal>
    </Base.Root>
  );
}
