import { campaignsRoutes, type CampaignSummary } from '@engagex/domain/campaigns';
import { withStandIns } from '@engagex/domain/shared';
import { useInfiniteQuery } from '@tanstack/react-query';
import { CircleAlert, Plus, UserRoundCheck } from 'lucide-react';
import { formatNumber, formatShare } from '../../shared/format.ts';
import { useAllowed, useProduct } from '../../shared/product.ts';
import { routePages } from '../../shared/query.ts';
import { useCan } from '../../shared/session.ts';
import { useUrlState } from '../../shared/url-state.ts';
import { Badge } from '../../ui/badge.tsx';
import { ButtonLink } from '../../ui/button.tsx';
import { columnsOf, DataTable } from '../../ui/data-table.tsx';
import { EmptyState } from '../../ui/empty-state.tsx';
import { Page, PageHeader } from '../../ui/page.tsx';
import { SearchInput } from '../../ui/search-input.tsx';
import { Select } from '../../ui/select.tsx';
import { Time } from '../../ui/time.tsx';
import { CampaignStatusBadge, HeldBadge } from './components/campaign-status.tsx';

const column = columnsOf<CampaignSummary>();
const columns = column.columns([
  column.accessor(({ name }) => withStandIns(name), { id: 'name', header: 'Name' }),
  column.accessor('status', {
    header: 'Status',
    meta: { width: '11rem' },
    cell: (info) => <Status campaign={info.row.original} />,
  }),
  column.accessor('audience', {
    header: 'Audience',
    meta: { width: '7rem', align: 'end' },
    cell: (info) => numberOr(info.getValue()),
  }),
  column.accessor('accepted', {
    header: 'Accepted',
    meta: { width: '7rem', align: 'end' },
    cell: (info) => (info.row.original.audience === null ? '–' : formatNumber(info.getValue())),
  }),
  column.accessor('opened', {
    header: 'Opened',
    meta: { width: '6rem', align: 'end' },
    cell: (info) => share(info.getValue(), info.row.original.accepted),
  }),
  column.accessor('clicked', {
    header: 'Clicked',
    meta: { width: '6rem', align: 'end' },
    cell: (info) => share(info.getValue(), info.row.original.accepted),
  }),
  column.accessor('updatedAt', {
    header: 'Changed',
    meta: { width: '9rem' },
    cell: (info) => <Time value={info.getValue()} />,
  }),
]);

const showOptions = [
  { value: 'current', label: 'Not archived' },
  { value: 'archived', label: 'Archived' },
] as const;

export function CampaignsPage() {
  const [search, setSearch] = useUrlState('search');
  const [shown, setShown] = useUrlState('show');
  const archived = shown === 'archived' ? 'only' : 'without';
  const campaigns = useInfiniteQuery(routePages(campaignsRoutes.list, { search, archived }));
  const canWrite = useCan('campaigns:write');
  const links = useAllowed(useProduct().linksOf('/campaigns'));
  const create = canWrite && (
    <ButtonLink variant="primary" icon={Plus} href="/campaigns/new">
      New campaign
    </ButtonLink>
  );
  return (
    <Page wide>
      <PageHeader
        title="Campaigns"
        state="Drafts, scheduled and sent campaigns"
        action={
          <>
            {links.map(({ name, href, icon }) => (
              <ButtonLink key={href} icon={icon} href={href}>
                {name}
              </ButtonLink>
            ))}
            {create}
          </>
        }
      />
      <div className="flex flex-wrap gap-2">
        <SearchInput label="Search campaigns" value={search} onSearch={setSearch} />
        <Select
          aria-label="Show"
          className="md:w-52"
          options={showOptions}
          value={archived === 'only' ? 'archived' : 'current'}
          onChange={(value) => setShown(value === 'archived' ? value : '')}
        />
      </div>
      <DataTable
        label="Campaigns"
        query={campaigns}
        columns={columns}
        rowId={({ id }) => id}
        rowHref={({ id, status }) => (status === 'draft' && canWrite ? `/campaigns/${id}/edit` : `/campaigns/${id}`)}
        empty={
          search ? (
            <EmptyState picture="search">No campaign matches “{search}”.</EmptyState>
          ) : archived === 'only' ? (
            <EmptyState picture="envelope">
              No archived campaigns. You can archive a sent or cancelled campaign on its page.
            </EmptyState>
          ) : (
            <EmptyState picture="envelope" action={create}>
              Send your first campaign. Its report accounts for every person in the audience.
            </EmptyState>
          )
        }
      />
    </Page>
  );
}

/** Of a draft what stands in its way, or that it may go; of one under way whether it needs somebody. */
function Status({ campaign: { status, pauseReason, approval, heldFor } }: { campaign: CampaignSummary }) {
  if (heldFor) return <HeldBadge heldFor={heldFor} />;
  if (status === 'paused' && pauseReason) return <Badge meaning="warning">Paused automatically</Badge>;
  if (status !== 'draft') return <CampaignStatusBadge status={status} />;
  if (pauseReason) {
    return (
      <Badge meaning="warning" icon={CircleAlert}>
        Could not start
      </Badge>
    );
  }
  if (approval === 'asked') return <Badge meaning="info">Waiting for approval</Badge>;
  if (approval === 'approved') {
    return (
      <Badge meaning="good" icon={UserRoundCheck}>
        Approved draft
      </Badge>
    );
  }
  return <CampaignStatusBadge status={status} />;
}

function numberOr(value: number | null): string {
  return value === null ? '–' : formatNumber(value);
}

function share(part: number, whole: number): string {
  return whole === 0 ? '–' : formatShare(part, whole);
}
