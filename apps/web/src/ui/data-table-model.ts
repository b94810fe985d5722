import {
  createColumnHelper,
  rowSelectionFeature,
  tableFeatures,
  type ReactTable,
  type Row,
  type RowData,
} from '@tanstack/react-table';

export interface ColumnMeta {
  /** A CSS width; columns without one share what is left. */
  readonly width?: string;
  /** `end` for numbers. */
  readonly align?: 'end';
  /** How the column appears on a card: a labelled line unless told, and the first as its title, `labelled` or not. */
  readonly card?: 'unlabelled' | 'hidden' | 'labelled';
}

const columnMeta: ColumnMeta = {}; // only its type is read

export const tableFeaturesInUse = tableFeatures({
  rowSelectionFeature,
  columnMeta,
});

export type Features = typeof tableFeaturesInUse;
export type DataTableInstance<Item extends RowData> = ReactTable<Features, Item>;

/** Declares the columns of a `DataTable` with the types of its rows. */
export function columnsOf<Item extends RowData>() {
  return createColumnHelper<Features, Item>();
}

/** A query whose data is rows: `useInfiniteQuery(routePages(…))`, or `useQuery` with a `select` that answers rows. */
export interface RowsQuery<Item> {
  readonly data: readonly Item[] | undefined;
  readonly error: unknown;
  readonly refetch: () => unknown;
  readonly hasNextPage?: boolean;
  readonly isFetchingNextPage?: boolean;
  readonly isFetchNextPageError?: boolean;
  readonly fetchNextPage?: () => unknown;
}

export interface RowsView<Item extends RowData> {
  readonly label: string;
  readonly rows: readonly Row<Features, Item>[];
  readonly query: RowsQuery<Item>;
  readonly rowHref?: ((item: Item) => string) | undefined;
  readonly onRowOpen?: ((item: Item) => void) | undefined;
  readonly isSelectable: boolean;
}
