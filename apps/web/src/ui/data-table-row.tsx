import type { RowData } from '@tanstack/react-table';
import type { KeyboardEvent, ReactNode } from 'react';
import { Link } from 'wouter';
import type { RowsView } from './data-table-model.ts';

const openerClass =
  'font-medium text-ink after:absolute after:inset-0 after:z-1 focus-visible:outline-none focus-visible:after:outline-2 focus-visible:after:-outline-offset-2 focus-visible:after:outline-focus';

/** The link or button that opens a row. It lies over the whole row, so click, middle click and Enter are the browser's own. */
export function RowOpener<Item extends RowData>({
  item,
  view,
  content,
}: {
  item: Item;
  view: RowsView<Item>;
  content: ReactNode;
}) {
  if (view.rowHref) {
    return (
      <Link href={view.rowHref(item)} data-opens-row onKeyDown={moveBetweenRows} className={openerClass}>
        {content}
      </Link>
    );
  }
  if (view.onRowOpen) {
    return (
      <button
        type="button"
        data-opens-row
        onKeyDown={moveBetweenRows}
        className={`${openerClass} static! text-left`}
        onClick={() => view.onRowOpen?.(item)}
      >
        {content}
      </button>
    );
  }
  return <span className="font-medium">{content}</span>;
}

const steps: Readonly<Record<string, number>> = { ArrowDown: 1, j: 1, ArrowUp: -1, k: -1 };

/** Arrow keys, j and k move between rows once one has the focus. */
function moveBetweenRows(event: KeyboardEvent<HTMLElement>): void {
  const step = steps[event.key];
  const rows = event.currentTarget.closest('[data-rows]');
  if (!step || !rows) return;
  const openers = [...rows.querySelectorAll<HTMLElement>('[data-opens-row]')];
  const next = openers[openers.indexOf(event.currentTarget) + step];
  if (!next) return;
  event.preventDefault();
  next.focus({ preventScroll: true });
  next.closest('tr, li')?.scrollIntoView({ block: 'nearest' });
}
