import {
  type AskedByCard,
  type DashboardCard,
  gridColumns,
  inOrder,
  moveCard,
  resizeCard,
} from '@engagex/domain/reports';
import { useRef, useState } from 'react';
import { cn } from '../../../ui/class-names.ts';
import { CardBodyOf } from './card-body.tsx';
import { CardFrame } from './card-frame.tsx';
import { CardHandles } from './card-handles.tsx';

interface CardGridProps {
  readonly cards: readonly DashboardCard[];
  readonly asked: readonly AskedByCard[];
  readonly refreshSeconds: number | null;
  /** Null for those who only look at it. */
  readonly onChange: ((cards: readonly DashboardCard[]) => void) | null;
}

/** The cards on a grid of 12 columns; one below the other where there is no room for it. */
export function CardGrid({ cards, asked, refreshSeconds, onChange }: CardGridProps) {
  const grid = useRef<HTMLUListElement>(null);
  const [preview, setPreview] = useState<readonly DashboardCard[] | null>(null);
  const [said, setSaid] = useState('');
  const shown = preview ?? cards;
  const cell = () => {
    const [card] = grid.current?.querySelectorAll<HTMLElement>('[data-h]') ?? [];
    const gap = 16;
    const rows = Number(card?.dataset['h'] ?? 1);
    const height = ((card?.offsetHeight ?? 96) + gap) / rows;
    return { width: ((grid.current?.offsetWidth ?? 0) + gap) / gridColumns, height };
  };
  const commit = (next: readonly DashboardCard[], id: string, name: string) => {
    setPreview(null);
    onChange?.(next);
    const placed = next.find((card) => card.id === id);
    if (placed) setSaid(`${name}: column ${placed.x + 1}, row ${placed.y + 1}, ${placed.w} wide, ${placed.h} high`);
  };
  return (
    <>
      <ul ref={grid} aria-label="Cards" className="flex flex-col gap-4 lg:grid lg:auto-rows-[6.5rem] lg:grid-cols-12">
        {inOrder(shown).map((card) => {
          const question = asked.find(({ cardId }) => cardId === card.id) ?? null;
          const name = card.content.kind === 'text' ? 'Text' : (question?.name ?? 'Report');
          const { id } = card;
          const start = () => cards.find((each) => each.id === id) ?? card;
          return (
            <CardFrame key={id} card={card} isMoving={preview !== null}>
              {onChange && (
                <CardHandles
                  name={name}
                  cell={cell}
                  move={(columns, rows) => moveCard(cards, id, { x: start().x + columns, y: start().y + rows })}
                  resize={(columns, rows) => resizeCard(cards, id, { w: start().w + columns, h: start().h + rows })}
                  preview={setPreview}
                  commit={(next) => commit(next, id, name)}
                  remove={() => onChange(cards.filter((each) => each.id !== id))}
                />
              )}
              <CardBodyOf
                card={card}
                question={question}
                refreshSeconds={refreshSeconds}
                onChange={
                  onChange &&
                  ((content) => onChange(cards.map((each) => (each.id === id ? { ...each, content } : each))))
                }
              />
            </CardFrame>
          );
        })}
      </ul>
      <output className={cn('sr-only')}>{said}</output>
    </>
  );
}
