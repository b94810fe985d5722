import type { DashboardCard } from '@engagex/domain/reports';
import type { CSSProperties, ReactNode } from 'react';
import { cn } from '../../../ui/class-names.ts';

interface CardFrameProps {
  readonly card: DashboardCard;
  readonly isMoving: boolean;
  readonly children: ReactNode;
}

/** The place of a card, and its border. */
export function CardFrame({ card: { x, y, w, h, content }, isMoving, children }: CardFrameProps) {
  const place = { '--place': `${y + 1} / ${x + 1} / span ${h} / span ${w}` } as CSSProperties; // React knows no custom properties
  return (
    <li
      data-h={h}
      style={place}
      className={cn(
        'group relative flex min-w-0 flex-col overflow-hidden rounded-md border border-line bg-surface lg:[grid-area:var(--place)]',
        content.kind === 'chart' && 'h-80 lg:h-auto',
        content.kind === 'number' && 'min-h-26',
        isMoving && 'select-none',
      )}
    >
      {children}
    </li>
  );
}
