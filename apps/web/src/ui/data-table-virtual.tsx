import { useWindowVirtualizer } from '@tanstack/react-virtual';
import type { Row, RowData } from '@tanstack/react-table';
import { useEffect, useEffectEvent, useLayoutEffect, useRef, useState } from 'react';
import { Button } from './button.tsx';
import type { Features } from './data-table-model.ts';
import type { RowsQuery } from './data-table-model.ts';

const loadAhead = 15;

/** The rows in view while the page scrolls, and the room before and after them; asks for more near the end. */
export function useVirtualRows<Item extends RowData>(
  rows: readonly Row<Features, Item>[],
  query: RowsQuery<Item>,
  height: number,
) {
  const list = useRef<HTMLDivElement>(null);
  const [scrollMargin, setScrollMargin] = useState(0);
  const virtualizer = useWindowVirtualizer({
    count: rows.length,
    estimateSize: () => height,
    overscan: 8,
    scrollMargin,
    getItemKey: (index) => rows[index]?.id ?? index,
  });
  const items = virtualizer.getVirtualItems();
  const [first, last] = [items.at(0), items.at(-1)];

  // What stands above the table can grow, so where it begins is measured after each render.
  // oxlint-disable-next-line react-hooks/exhaustive-deps -- the same number set again renders nothing
  useLayoutEffect(() => {
    if (list.current) setScrollMargin(Math.round(list.current.getBoundingClientRect().top + window.scrollY));
  });

  const isNearEnd = last !== undefined && last.index >= rows.length - loadAhead;
  const wantsMore = isNearEnd && query.hasNextPage === true && !query.isFetchingNextPage && !query.isFetchNextPageError;
  const loadMore = useEffectEvent(() => query.fetchNextPage?.());
  useEffect(() => {
    if (wantsMore) void loadMore();
  }, [wantsMore, rows.length]);

  return {
    list,
    items,
    measure: virtualizer.measureElement,
    before: first ? first.start - scrollMargin : 0,
    after: last ? virtualizer.getTotalSize() - (last.end - scrollMargin) : 0,
  };
}

/** What stands under the last row while more is loading or could not be loaded. */
export function MoreRows<Item>({ label, query }: { label: string; query: RowsQuery<Item> }) {
  if (query.isFetchNextPageError) {
    return (
      <div
        role="alert"
        className="flex items-center justify-center gap-3 border-t border-line px-4 py-3 text-sm text-muted"
      >
        More {label.toLowerCase()} could not be loaded.
        <Button size="small" onClick={() => void query.fetchNextPage?.()}>
          Retry
        </Button>
      </div>
    );
  }
  return (
    <output className="block border-t border-line px-4 py-3 text-center text-sm text-muted empty:hidden">
      {query.isFetchingNextPage && `Loading more ${label.toLowerCase()}`}
    </output>
  );
}
