import { attributionsRoutes, type ConversionView } from '@engagex/domain/attributions';
import { campaignsRoutes } from '@engagex/domain/campaigns';
import { withStandIns } from '@engagex/domain/shared';
import { useInfiniteQuery, useMutation, useQuery } from '@tanstack/react-query';
import { Download } from 'lucide-react';
import { Link, useParams } from 'wouter';
import { download } from '../../shared/files.ts';
import { formatAmount, formatDateTime } from '../../shared/format.ts';
import { routePages, routeQuery } from '../../shared/query.ts';
import { Badge } from '../../ui/badge.tsx';
import { Button } from '../../ui/button.tsx';
import { columnsOf, DataTable } from '../../ui/data-table.tsx';
import { EmptyState } from '../../ui/empty-state.tsx';
import { FailedPage } from '../../ui/failed-page.tsx';
import { Page, PageHeader } from '../../ui/page.tsx';
import { Time } from '../../ui/time.tsx';
import { notifyFailure } from '../../ui/toast.tsx';
import { wordsForAmount, wordsForTouch, wordsForTouchTime } from './components/conversion-words.ts';

const column = columnsOf<ConversionView>();
const columns = column.columns([
  column.accessor('contact', { header: 'Contact', cell: (info) => <Buyer conversion={info.row.original} /> }),
  column.accessor((conversion) => conversion.orderId ?? '–', { id: 'order', header: 'Order', meta: { width: '8rem' } }),
  column.accessor('amount', {
    header: 'Amount',
    meta: { width: '10rem' },
    cell: (info) => <Paid conversion={info.row.original} />,
  }),
  column.accessor(wordsForTouch, {
    id: 'why',
    header: 'Attributed because',
    cell: (info) => <Why conversion={info.row.original} />,
  }),
  column.accessor('occurredAt', {
    header: 'Time',
    meta: { width: '8rem' },
    cell: (info) => <Time value={info.getValue()} />,
  }),
  column.accessor('decidedAt', {
    header: 'State',
    meta: { width: '9rem' },
    cell: (info) => <State conversion={info.row.original} />,
  }),
]);

const trail = [{ name: 'Campaigns', href: '/campaigns' }];

/** Who converted after a campaign, each with the reason for counting it. */
export function ConversionsPage() {
  const { id = '' } = useParams();
  const campaign = useQuery(routeQuery(campaignsRoutes.get, { id }));
  const conversions = useInfiniteQuery(routePages(attributionsRoutes.conversions, { id }));
  const name = withStandIns(campaign.data?.name ?? 'Campaign');
  const file = useMutation({
    mutationFn: () => download(attributionsRoutes.export, { id }, 'campaign-conversions.csv'),
    onError: notifyFailure('The file could not be downloaded'),
  });
  if (campaign.error && !campaign.data)
    return <FailedPage error={campaign.error} noun="campaign" trail={trail} onRetry={() => void campaign.refetch()} />;
  return (
    <Page wide>
      <PageHeader
        title="Conversions"
        trail={[...trail, { name, href: `/campaigns/${id}` }]}
        state="Each with the last click or open before it"
        action={
          <Button icon={Download} loading={file.isPending} onClick={() => file.mutate()}>
            Download
          </Button>
        }
      />
      <DataTable
        label="Conversions"
        query={conversions}
        columns={columns}
        rowId={(conversion) => conversion.id}
        empty={<EmptyState picture="search">Nobody has converted after this campaign yet.</EmptyState>}
      />
    </Page>
  );
}

interface Of {
  readonly conversion: ConversionView;
}

function Buyer({ conversion: { contactId, contact } }: Of) {
  if (contactId === null) return <span className="text-muted">Unknown person</span>;
  return (
    <Link href={`/contacts/${contactId}`} className="hover:underline">
      {contact ?? 'A contact'}
    </Link>
  );
}

function Paid({ conversion }: Of) {
  const { refunded, currency } = conversion;
  return (
    <span className="inline-flex flex-wrap items-center gap-x-2 tabular-nums">
      {wordsForAmount(conversion)}
      {currency !== null && Number(refunded) > 0 && (
        <span className="text-sm text-muted">{formatAmount(refunded, currency)} refunded</span>
      )}
    </span>
  );
}

function Why({ conversion }: Of) {
  return (
    <span className="block py-1 leading-tight" title={formatDateTime(conversion.touchedAt)}>
      <span className="block truncate">{wordsForTouch(conversion)}</span>
      <span className="block truncate text-muted">{wordsForTouchTime(conversion)}</span>
    </span>
  );
}

function State({ conversion: { decidedAt, decidesAt } }: Of) {
  if (decidedAt !== null) return <span className="text-muted">Final</span>;
  return (
    <span title={`Final on ${formatDateTime(decidesAt)}`}>
      <Badge meaning="neutral">May change</Badge>
    </span>
  );
}
