import {
  type ListedOrganization,
  mostContactsListed,
  operatorsRoutes,
  organizationOrders,
} from '@engagex/domain/operators';
import { keepPreviousData, useInfiniteQuery, useQuery } from '@tanstack/react-query';
import { formatCount, formatLongDate, formatNumber } from '../../shared/format.ts';
import { routePages, routeQuery } from '../../shared/query.ts';
import { useSession } from '../../shared/session.ts';
import { useUrlState } from '../../shared/url-state.ts';
import { Badge } from '../../ui/badge.tsx';
import { columnsOf, DataTable } from '../../ui/data-table.tsx';
import { EmptyState } from '../../ui/empty-state.tsx';
import { Page, PageHeader } from '../../ui/page.tsx';
import { SearchInput } from '../../ui/search-input.tsx';
import { Select } from '../../ui/select.tsx';
import { Time } from '../../ui/time.tsx';
import { PlanBadge } from './components/plan-badge.tsx';

const orderNames = { created: 'Newest first', active: 'Last active first', name: 'By name' } as const;

const column = columnsOf<ListedOrganization>();
const columns = column.columns([
  column.accessor('name', {
    header: 'Organization',
    cell: ({ row: { original } }) => <Named organization={original} />,
  }),
  column.accessor((each) => each.owners.join(', '), { id: 'owners', header: 'Owners' }),
  column.accessor('members', {
    header: 'Members',
    meta: { width: '6rem', align: 'end' },
    cell: (info) => formatNumber(info.getValue()),
  }),
  column.accessor('contacts', {
    header: 'Contacts',
    meta: { width: '7rem', align: 'end' },
    cell: (info) =>
      info.getValue() > mostContactsListed ? `${formatNumber(mostContactsListed)}+` : formatNumber(info.getValue()),
  }),
  column.accessor('createdAt', {
    header: 'Created',
    meta: { width: '9rem' },
    cell: (info) => <Time value={info.getValue()} />,
  }),
  column.accessor('activeAt', {
    header: 'Last change',
    meta: { width: '9rem' },
    cell: (info) => <Time value={info.getValue()} />,
  }),
]);
const columnsOfPlans = column.columns([
  ...columns.slice(0, 4),
  column.accessor((each) => each.emails ?? 0, {
    id: 'emails',
    header: 'Emails this month',
    meta: { width: '10rem', align: 'end' },
    cell: (info) => formatNumber(info.getValue()),
  }),
  column.accessor((each) => each.plan?.name ?? '', {
    id: 'plan',
    header: 'Plan',
    meta: { width: '10rem' },
    cell: ({ row: { original } }) => original.plan && <PlanBadge plan={original.plan} />,
  }),
  ...columns.slice(4),
]);

function Named({ organization: { name, deletesAt, isSuspended } }: { organization: ListedOrganization }) {
  return (
    <span className="flex min-w-0 flex-wrap items-center gap-x-2">
      <span className="truncate font-medium">{name}</span>
      {isSuspended && <Badge meaning="danger">Sending suspended</Badge>}
      {deletesAt && <Badge meaning="warning">Deleted on {formatLongDate(deletesAt)}</Badge>}
    </span>
  );
}

/** Every organization of the installation. */
export function OrganizationsPage() {
  const seesPlans = useSession().operator?.seesPlans ?? false;
  const [search, setSearch] = useUrlState('search');
  const [chosenOrder, setOrder] = useUrlState('order');
  const [state, setState] = useUrlState('state');
  const [plan, setPlan] = useUrlState('plan');
  const order = organizationOrders.find((each) => each === chosenOrder) ?? 'created';
  const isFiltered = Boolean(search || state || plan);
  const filter = {
    search,
    order,
    leaving: state === 'leaving' ? 'true' : 'false',
    suspended: state === 'suspended' ? 'true' : 'false',
    ...(plan && seesPlans && { plan }),
  };
  const query = useInfiniteQuery({
    ...routePages(operatorsRoutes.organizations, filter),
    placeholderData: keepPreviousData,
  });
  const total = useQuery(routeQuery(operatorsRoutes.organizations, { ...filter, limit: 1 })).data?.total;
  const plans = useQuery({ ...routeQuery(operatorsRoutes.plans, {}), enabled: seesPlans }).data?.items ?? [];
  return (
    <Page wide>
      <PageHeader
        title="Organizations"
        state={total !== undefined && `${formatCount(total, 'organization')}${isFiltered ? ' match' : ''}`}
      />
      <div className="flex flex-wrap gap-2">
        <SearchInput
          label="Search by name, domain or owner’s address"
          value={search}
          onSearch={setSearch}
          className="sm:w-96"
        />
        <Select
          aria-label="Order"
          className="w-44"
          options={organizationOrders.map((value) => ({ value, label: orderNames[value] }))}
          value={order}
          onChange={(next) => setOrder(next === 'created' ? '' : next)}
        />
        <Select
          aria-label="State"
          className="w-48"
          options={[
            { value: 'all', label: 'All organizations' },
            { value: 'leaving', label: 'About to be deleted' },
            { value: 'suspended', label: 'Sending suspended' },
          ]}
          value={state === 'leaving' || state === 'suspended' ? state : 'all'}
          onChange={(next) => setState(next === 'all' ? '' : next)}
        />
        {seesPlans && (
          <Select
            aria-label="Plan"
            className="w-44"
            options={[
              { value: 'all', label: 'All plans' },
              ...plans.map(({ plan: { key, name } }) => ({ value: key, label: name })),
            ]}
            value={plan || 'all'}
            onChange={(next) => setPlan(next === 'all' ? '' : next)}
          />
        )}
      </div>
      <DataTable
        label="Organizations"
        query={query}
        columns={seesPlans ? columnsOfPlans : columns}
        rowId={({ id }) => id}
        rowHref={({ id }) => `/organizations/${id}`}
        empty={
          <EmptyState picture="search">
            {isFiltered ? 'No organization matches.' : 'Organizations will be listed here once somebody signs up.'}
          </EmptyState>
        }
      />
      {seesPlans && (
        <p className="text-sm text-muted">Emails of this month (UTC) are counted in hours that are over.</p>
      )}
    </Page>
  );
}
