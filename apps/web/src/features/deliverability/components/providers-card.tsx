import { complaintLines, complaintRate, type DeliverabilityCell, handedOf } from '@engagex/domain/deliverability';
import { mailboxProviderNames } from '@engagex/domain/transports';
import { formatNumber, formatShare } from '../../../shared/format.ts';
import { Badge } from '../../../ui/badge.tsx';
import { columnsOf, DataTable } from '../../../ui/data-table.tsx';

const column = columnsOf<DeliverabilityCell>();
const number = { align: 'end', width: '7rem' } as const;
const columns = column.columns([
  column.accessor(({ domain, mailboxProvider }) => `${domain} · ${mailboxProviderNames[mailboxProvider]}`, {
    id: 'where',
    header: 'Mailbox provider',
    cell: ({ row: { original: cell } }) => (
      <span className="block truncate">
        <span className="font-medium">{mailboxProviderNames[cell.mailboxProvider]}</span>{' '}
        <span className="text-muted">from {cell.domain}</span>
      </span>
    ),
  }),
  column.accessor('accepted', { header: 'Accepted', meta: number, cell: (info) => formatNumber(info.getValue()) }),
  column.accessor('delivered', {
    header: 'Delivered',
    meta: number,
    cell: (info) => (info.getValue() === 0 ? <NotReported /> : formatNumber(info.getValue())),
  }),
  column.accessor('deferred', { header: 'Deferrals', meta: number, cell: (info) => formatNumber(info.getValue()) }),
  column.accessor('policy', {
    header: 'By policy',
    meta: number,
    cell: ({ row: { original } }) => <Part count={original.policy} of={handedOf(original)} />,
  }),
  column.accessor('hard', {
    header: 'No mailbox',
    meta: number,
    cell: ({ row: { original } }) => <Part count={original.hard} of={handedOf(original)} />,
  }),
  column.accessor('otherBounces', {
    header: 'Other bounces',
    meta: { align: 'end', width: '8.5rem' },
    cell: ({ row: { original } }) => <Part count={original.otherBounces} of={handedOf(original)} />,
  }),
  column.accessor('complained', {
    header: 'Complaints',
    meta: { align: 'end', width: '10rem' },
    cell: ({ row: { original } }) => <Complaints cell={original} />,
  }),
]);

/** Each sending domain with each mailbox provider. */
export function ProvidersCard({ cells }: { cells: readonly DeliverabilityCell[] }) {
  return (
    <div className="flex flex-col gap-2">
      <DataTable
        label="Mailbox providers"
        query={{ data: cells, error: null, refetch: () => {} }}
        columns={columns}
        rowId={({ domain, mailboxProvider }) => `${domain} ${mailboxProvider}`}
        empty={null}
      />
      <p className="text-sm text-muted">
        Gmail and Yahoo expect complaints below 0.1% and block senders above 0.3%. Gmail shows complaints in its
        Postmaster Tools only; a rate is shown from 1,000 accepted messages on. Deferrals count each time a mailbox
        provider asked to try again later.
      </p>
    </div>
  );
}

function NotReported() {
  return <span className="text-muted">not reported</span>;
}

function Part({ count, of }: { count: number; of: number }) {
  return (
    <>
      {formatNumber(count)} {count > 0 && <span className="text-muted">{formatShare(count, of)}</span>}
    </>
  );
}

function Complaints({ cell }: { cell: DeliverabilityCell }) {
  if (cell.mailboxProvider === 'gmail' && cell.complained === 0) return <NotReported />;
  const rate = complaintRate(cell);
  if (rate === null || cell.complained === 0) return formatNumber(cell.complained);
  const share = formatShare(cell.complained, cell.accepted);
  if (rate >= complaintLines.limit) return <Rate meaning="danger" count={cell.complained} share={share} />;
  if (rate >= complaintLines.warning) return <Rate meaning="warning" count={cell.complained} share={share} />;
  return <Part count={cell.complained} of={cell.accepted} />;
}

function Rate({ meaning, count, share }: { meaning: 'danger' | 'warning'; count: number; share: string }) {
  return (
    <span className="inline-flex items-center gap-2">
      {formatNumber(count)} <Badge meaning={meaning}>{share}</Badge>
    </span>
  );
}
