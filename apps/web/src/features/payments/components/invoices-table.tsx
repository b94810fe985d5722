import { type Invoice, invoicesRoutes } from '@engagex/domain/payments';
import { useInfiniteQuery } from '@tanstack/react-query';
import { formatAmount } from '../../../shared/format.ts';
import { routePages } from '../../../shared/query.ts';
import { useUrlState } from '../../../shared/url-state.ts';
import { Badge } from '../../../ui/badge.tsx';
import { columnsOf, DataTable } from '../../../ui/data-table.tsx';
import { EmptyState } from '../../../ui/empty-state.tsx';
import { Time } from '../../../ui/time.tsx';
import { invoiceWords } from '../subscription-words.ts';
import { InvoiceSheet } from './invoice-sheet.tsx';

const column = columnsOf<Invoice>();
const columns = column.columns([
  column.accessor('number', { header: 'Invoice', cell: ({ getValue }) => getValue() ?? 'Without a number' }),
  column.accessor('createdAt', { header: 'Date', cell: ({ getValue }) => <Time value={getValue()} as="date" /> }),
  column.accessor('status', {
    header: 'State',
    cell: ({ getValue }) => {
      const { meaning, name } = invoiceWords[getValue()];
      return <Badge meaning={meaning}>{name}</Badge>;
    },
  }),
  column.accessor('total', {
    header: 'Total',
    cell: ({ row: { original } }) => (
      <span className="tabular-nums">{formatAmount(original.total, original.currency)}</span>
    ),
  }),
]);

/** Every invoice; one opens to its lines. */
export function InvoicesTable() {
  const [opened, open] = useUrlState('invoice');
  const invoices = useInfiniteQuery(routePages(invoicesRoutes.list, {}));
  return (
    <section className="flex flex-col gap-3" aria-labelledby="invoices">
      <h2 id="invoices" className="font-semibold">
        Invoices
      </h2>
      <DataTable
        label="Invoices"
        query={invoices}
        columns={columns}
        rowId={({ id }) => id}
        onRowOpen={({ id }) => open(id)}
        empty={<EmptyState picture="file">Invoices appear here once you pay for a plan.</EmptyState>}
      />
      <InvoiceSheet id={opened || null} onClose={() => open('')} />
    </section>
  );
}
