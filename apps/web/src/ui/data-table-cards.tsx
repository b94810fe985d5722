import type { Cell, Row, RowData } from '@tanstack/react-table';
import type { Ref } from 'react';
import { CheckboxBox } from './checkbox.tsx';
import { cn } from './class-names.ts';
import type { DataTableInstance, Features } from './data-table-model.ts';
import { RowOpener } from './data-table-row.tsx';
import { MoreRows, useVirtualRows } from './data-table-virtual.tsx';
import type { RowsView } from './data-table-model.ts';

const cardHeight = 112;

/** The same rows as cards, for screens under 768 px. */
export function CardList<Item extends RowData>({
  table,
  ...view
}: RowsView<Item> & { table: DataTableInstance<Item> }) {
  const { list, items, measure, before, after } = useVirtualRows(view.rows, view.query, cardHeight);
  return (
    <div ref={list}>
      <ul aria-label={view.label} data-rows style={{ paddingTop: before, paddingBottom: after }}>
        {items.map(({ index, key }) => {
          const row = view.rows[index];
          return row && <RowCard key={key} ref={measure} row={row} index={index} table={table} view={view} />;
        })}
      </ul>
      <MoreRows label={view.label} query={view.query} />
    </div>
  );
}

interface RowCardProps<Item extends RowData> {
  readonly ref: Ref<HTMLLIElement>;
  readonly row: Row<Features, Item>;
  readonly index: number;
  readonly table: DataTableInstance<Item>;
  readonly view: RowsView<Item>;
}

function RowCard<Item extends RowData>({ ref, row, index, table, view }: RowCardProps<Item>) {
  const [title, ...others] = row.getAllCells();
  return (
    <li ref={ref} data-index={index} className="pb-2">
      <div
        className={cn(
          'relative flex gap-3 rounded-md border border-line bg-surface p-4',
          row.getIsSelected() && 'bg-accent-soft',
        )}
      >
        {view.isSelectable && (
          <CheckboxBox
            aria-label={`Select row ${index + 1}`}
            checked={row.getIsSelected()}
            onChange={row.getToggleSelectedHandler()}
            className="relative z-2 self-start"
          />
        )}
        <div className="min-w-0 flex-1 wrap-anywhere [&_button]:relative [&_button]:z-2">
          {title && <RowOpener item={row.original} view={view} content={<Title cell={title} table={table} />} />}
          <dl className="mt-1.5 grid grid-cols-[auto_1fr] gap-x-4 gap-y-1 text-sm">
            {others.map((cell) => {
              const card = cell.column.columnDef.meta?.card;
              if (card === 'hidden' || cell.getValue() === '') return null;
              return (
                <div key={cell.id} className="col-span-2 grid grid-cols-subgrid">
                  <dt className={cn('text-muted', card === 'unlabelled' && 'sr-only')}>
                    {headerText(cell.column.columnDef.header)}
                  </dt>
                  <dd className={cn('min-w-0 truncate', card === 'unlabelled' ? 'col-span-2' : 'text-right')}>
                    <table.FlexRender cell={cell} />
                  </dd>
                </div>
              );
            })}
          </dl>
        </div>
      </div>
    </li>
  );
}

/** What the card is about; a bare number says what it counts. */
function Title<Item extends RowData>({ cell, table }: { cell: Cell<Features, Item>; table: DataTableInstance<Item> }) {
  const { header, meta } = cell.column.columnDef;
  return (
    <>
      {meta?.card === 'labelled' && `${headerText(header)} `}
      <table.FlexRender cell={cell} />
    </>
  );
}

function headerText(header: unknown): string {
  return typeof header === 'string' ? header : '';
}
