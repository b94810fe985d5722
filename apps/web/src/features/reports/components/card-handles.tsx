import type { DashboardCard } from '@engagex/domain/reports';
import { Maximize2, Move, Trash2 } from 'lucide-react';
import { type KeyboardEvent, useRef } from 'react';
import { IconButton } from '../../../ui/icon-button.tsx';
import { usePointerDrag } from '../use-pointer-drag.ts';

type Cards = readonly DashboardCard[];
type Shift = (columns: number, rows: number) => Cards;

interface CardHandlesProps {
  readonly name: string;
  readonly cell: () => { readonly width: number; readonly height: number };
  /** All cards, with this one so much further to the right and down. */
  readonly move: Shift;
  readonly resize: Shift;
  readonly preview: (cards: Cards | null) => void;
  readonly commit: (cards: Cards) => void;
  readonly remove: () => void;
}

/** What moves, resizes and removes a card: by pointer, or with the arrow keys. */
export function CardHandles({ name, remove, ...moving }: CardHandlesProps) {
  return (
    // Over the card's first line, so that a card shows while it is edited what it shows otherwise.
    <div className="absolute top-0 right-0 z-2 flex items-center gap-0.5 rounded-bl-md border-b border-l border-line bg-subtle px-1 py-0.5">
      <Handle {...moving} shift={moving.move} label={`Move ${name}`} icon={Move} />
      <Handle {...moving} shift={moving.resize} label={`Resize ${name}`} icon={Maximize2} />
      <IconButton size="small" label={`Remove ${name}`} icon={Trash2} onClick={remove} />
    </div>
  );
}

const arrows: Readonly<Record<string, readonly [columns: number, rows: number]>> = {
  ArrowLeft: [-1, 0],
  ArrowRight: [1, 0],
  ArrowUp: [0, -1],
  ArrowDown: [0, 1],
};

interface HandleProps extends Pick<CardHandlesProps, 'cell' | 'preview' | 'commit'> {
  readonly shift: Shift;
  readonly label: string;
  readonly icon: typeof Move;
}

function Handle({ shift, label, icon, cell, preview, commit }: HandleProps) {
  const next = useRef<Cards | null>(null);
  const { cancel, ...pointer } = usePointerDrag({
    cell,
    onDrag: (columns, rows) => {
      next.current = shift(columns, rows);
      preview(next.current);
    },
    onDrop: () => {
      if (next.current) commit(next.current);
      next.current = null;
    },
    onCancel: () => {
      next.current = null;
      preview(null);
    },
  });
  function onKeyDown(event: KeyboardEvent) {
    if (event.key === 'Escape') cancel();
    const arrow = arrows[event.key];
    if (!arrow) return;
    event.preventDefault(); // the page does not scroll as well
    commit(shift(...arrow));
  }
  return (
    <IconButton
      {...pointer}
      size="small"
      label={`${label} (arrow keys)`}
      icon={icon}
      className="cursor-grab touch-none max-lg:hidden"
      onKeyDown={onKeyDown}
    />
  );
}
