import type { ReactNode } from 'react';
import { useTable, type ColumnDef, type OnChangeFn, type RowData, type RowSelectionState } from '@tanstack/react-table';
import { useIsNarrow } from '../shared/media.ts';
import { CardList } from './data-table-cards.tsx';
import { tableFeaturesInUse, type Features, type RowsQuery } from './data-table-model.ts';
import { TableGrid } from './data-table-grid.tsx';
import { DataTableSkeleton } from './data-table-skeleton.tsx';
import { ErrorState } from './error-state.tsx';

export { columnsOf } from './data-table-model.ts';
export type { RowSelectionState };

interface DataTableProps<Item extends RowData> {
  /** What the rows are, in the plural, for screen readers and messages: "Contacts". */
  readonly label: string;
  readonly query: RowsQuery<Item>;
  /** From `columnsOf<Item>()`; keep them outside of the component. The first names the row. */
  readonly columns: ColumnDef<Features, Item, any>[]; // oxlint-disable-line typescript/no-explicit-any -- each column has its own value type
  readonly rowId: (item: Item) => string;
  /** The page a row opens, by click or Enter. */
  readonly rowHref?: (item: Item) => string;
  /** Instead of `rowHref`, for a sheet or dialog. */
  readonly onRowOpen?: (item: Item) => void;
  /** An `EmptyState`: another one when filters are set than when there is nothing at all. */
  readonly empty: ReactNode;
  /** Selected rows by id; makes rows selectable, with Shift for ranges. Use with `SelectionBar`. */
  readonly selected?: RowSelectionState;
  readonly onSelect?: OnChangeFn<RowSelectionState>;
}

const nothing: readonly never[] = [];

/**
 * Rows that load as one scrolls, a table from 768 px on and cards below; loading, failing and empty included.
 *
 *     const contacts = useInfiniteQuery(routePages(contactsRoutes.list, { search }));
 *     <DataTable label="Contacts" query={contacts} columns={columns} rowId={({ id }) => id}
 *       rowHref={({ id }) => `/contacts/${id}`} empty={<EmptyState …/>} />
 *
 *     const column = columnsOf<ContactView>();
 *     const columns = column.columns([
 *       column.accessor('email', { header: 'Address' }),
 *       column.accessor('createdAt', { header: 'Added', cell: (info) => <Time value={info.getValue()} />, meta: { width: '10rem' } }),
 *     ]);
 */
export function DataTable<Item extends RowData>({
  query,
  columns,
  rowId,
  empty,
  selected,
  onSelect,
  ...view
}: DataTableProps<Item>) {
  const isNarrow = useIsNarrow();
  const isSelectable = onSelect !== undefined;
  const table = useTable<Features, Item>({
    features: tableFeaturesInUse,
    columns,
    data: query.data ?? nothing,
    getRowId: rowId,
    enableRowSelection: isSelectable,
    ...(isSelectable && { state: { rowSelection: selected ?? {} }, onRowSelectionChange: onSelect }),
  });

  if (!query.data && query.error) {
    return (
      <ErrorState
        error={query.error}
        what={`${view.label} could not be loaded.`}
        onRetry={() => void query.refetch()}
      />
    );
  }
  if (!query.data) return <DataTableSkeleton label={`Loading ${view.label.toLowerCase()}`} columns={columns.length} />;
  if (query.data.length === 0) return empty;

  const { rows } = table.getRowModel();
  const Rows = isNarrow ? CardList<Item> : TableGrid<Item>;
  return <Rows {...view} table={table} rows={rows} query={query} isSelectable={isSelectable} />;
}
