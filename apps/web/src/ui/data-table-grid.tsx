import type { Cell, Row, RowData } from '@tanstack/react-table';
import { CheckboxBox } from './checkbox.tsx';
import { cn } from './class-names.ts';
import type { DataTableInstance, Features } from './data-table-model.ts';
import { RowOpener } from './data-table-row.tsx';
import { MoreRows, useVirtualRows } from './data-table-virtual.tsx';
import type { RowsView } from './data-table-model.ts';

const rowHeight = 44;

/** The table as a table: sticky header, only the rows in view in the page. */
export function TableGrid<Item extends RowData>({
  table,
  ...view
}: RowsView<Item> & { table: DataTableInstance<Item> }) {
  const { label, rows, query, isSelectable } = view;
  const { list, items, before, after } = useVirtualRows(rows, query, rowHeight);
  return (
    <div ref={list} className="rounded-md border border-line bg-surface text-sm">
      <table
        aria-label={label}
        aria-rowcount={query.hasNextPage ? -1 : rows.length + 1}
        className="w-full table-fixed border-separate border-spacing-0"
      >
        <thead>
          <tr aria-rowindex={1}>
            {isSelectable && (
              <th scope="col" aria-label="Selection" className={cn(headClass, 'w-11 overflow-visible pr-0')}>
                <CheckboxBox
                  aria-label={`Select all loaded ${label.toLowerCase()}`}
                  checked={table.getIsAllRowsSelected()}
                  indeterminate={table.getIsSomeRowsSelected() && !table.getIsAllRowsSelected()}
                  onChange={table.getToggleAllRowsSelectedHandler()}
                  className="align-middle"
                />
              </th>
            )}
            {table.getHeaderGroups()[0]?.headers.map((header) => (
              // oxlint-disable-next-line jsx-a11y/control-has-associated-label -- its words come from the column
              <th
                key={header.id}
                scope="col"
                className={cn(headClass, header.column.columnDef.meta?.align === 'end' && 'text-right')}
                style={{ width: header.column.columnDef.meta?.width }}
              >
                <table.FlexRender header={header} />
              </th>
            ))}
          </tr>
        </thead>
        <tbody data-rows>
          <Spacer height={before} />
          {items.map(({ index, key }) => {
            const row = rows[index];
            return row && <TableRow key={key} row={row} index={index} table={table} view={view} />;
          })}
          <Spacer height={after} />
        </tbody>
      </table>
      <MoreRows label={label} query={query} />
    </div>
  );
}

const headClass =
  'sticky top-(--bar-height,0px) z-10 h-9 truncate border-b border-line bg-subtle px-4 text-left text-xs font-medium text-muted first:rounded-tl-md last:rounded-tr-md';

interface TableRowProps<Item extends RowData> {
  readonly row: Row<Features, Item>;
  readonly index: number;
  readonly table: DataTableInstance<Item>;
  readonly view: RowsView<Item>;
}

function TableRow<Item extends RowData>({ row, index, table, view }: TableRowProps<Item>) {
  return (
    <tr
      aria-rowindex={index + 2}
      aria-selected={view.isSelectable ? row.getIsSelected() : undefined}
      className={cn(
        'group relative h-11',
        row.getIsSelected() ? 'bg-accent-soft' : 'has-[[data-opens-row]:hover]:bg-subtle',
      )}
    >
      {view.isSelectable && (
        <td className={cn(cellClass, 'overflow-visible pr-0')}>
          <CheckboxBox
            aria-label={`Select row ${index + 1}`}
            checked={row.getIsSelected()}
            onChange={row.getToggleSelectedHandler()}
            className="relative z-2 align-middle"
          />
        </td>
      )}
      {row.getAllCells().map((cell, column) => (
        <td
          key={cell.id}
          className={cn(cellClass, cell.column.columnDef.meta?.align === 'end' && 'text-right tabular-nums')}
        >
          <CellContent cell={cell} isFirst={column === 0} table={table} view={view} />
        </td>
      ))}
    </tr>
  );
}

const cellClass = 'truncate border-b border-line px-4 group-last:border-b-0 [&_button]:relative [&_button]:z-2';

function CellContent<Item extends RowData>({ cell, isFirst, table, view }: CellContentProps<Item>) {
  const content = <table.FlexRender cell={cell} />;
  return isFirst ? <RowOpener item={cell.row.original} view={view} content={content} /> : content;
}

interface CellContentProps<Item extends RowData> {
  readonly cell: Cell<Features, Item>;
  readonly isFirst: boolean;
  readonly table: DataTableInstance<Item>;
  readonly view: RowsView<Item>;
}

function Spacer({ height }: { height: number }) {
  return height > 0 ? <tr aria-hidden style={{ height }} /> : null;
}
