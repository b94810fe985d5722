import {
  deliveriesRoutes,
  deliveryStates,
  type DeliveryView,
  failReasons,
  skipReasons,
} from '@engagex/domain/deliveries';
import { useInfiniteQuery } from '@tanstack/react-query';
import { routePages } from '../../../shared/query.ts';
import { Link, useLocation } from 'wouter';
import { useHere, useUrlState } from '../../../shared/url-state.ts';
import { columnsOf, DataTable } from '../../../ui/data-table.tsx';
import { EmptyState } from '../../../ui/empty-state.tsx';
import { SearchInput } from '../../../ui/search-input.tsx';
import { Select } from '../../../ui/select.tsx';
import { Time } from '../../../ui/time.tsx';
import { DeliveryStateBadge, deliveryStateWords } from '../../../ui/delivery-state.tsx';
import { wordsForReason } from './ledger.tsx';

const column = columnsOf<DeliveryView>();
const variantColumn = column.accessor((delivery) => delivery.variant ?? '–', {
  id: 'variant',
  header: 'Variant',
  meta: { width: '6rem' },
});
const columns = column.columns([
  column.accessor('email', {
    header: 'Address',
    cell: (info) => (
      <Link
        href={`/campaigns/why?${new URLSearchParams({ email: info.getValue() }).toString()}`}
        title="Why they got it or not, here and in other campaigns"
        className="hover:underline"
      >
        {info.getValue()}
      </Link>
    ),
  }),
  column.accessor('state', {
    header: 'State',
    meta: { width: '11rem' },
    cell: (info) => <DeliveryStateBadge state={info.getValue()} isHeld={info.row.original.held} />,
  }),
  column.accessor((delivery) => wordsForReason(delivery.reason) || (delivery.response ?? ''), {
    id: 'why',
    header: 'Why',
    cell: (info) => <span title={info.row.original.response ?? undefined}>{info.getValue()}</span>,
  }),
  column.accessor(
    (delivery) => [delivery.opened && 'opened', delivery.clicked && 'clicked'].filter(Boolean).join(', '),
    {
      id: 'engagement',
      header: 'Then',
      meta: { width: '9rem' },
    },
  ),
  column.accessor('updatedAt', {
    header: 'When',
    meta: { width: '8rem' },
    cell: (info) => <Time value={info.getValue()} />,
  }),
]);

const columnsOfTest = [...columns.slice(0, 2), variantColumn, ...columns.slice(2)];

const anyState = 'any';
const stateOptions = [
  { value: anyState, label: 'Everyone' },
  ...deliveryStates.map((state) => ({ value: state as string, label: deliveryStateWords[state][1] })), // widened for "any"
];

const anyReason = 'any';
const reasonsOf = { skipped: skipReasons, failed: failReasons } as const;

function reasonOptions(state: keyof typeof reasonsOf) {
  return [
    { value: anyReason, label: 'For any reason' },
    ...reasonsOf[state].map((reason) => ({ value: reason as string, label: sentence(wordsForReason(reason)) })), // widened for "any"
  ];
}

const sentence = (words: string) => words.charAt(0).toUpperCase() + words.slice(1);

/** The people in the audience of a campaign, by state and reason; both stand in the URL. */
export function DeliveriesTable({ campaignId, hasVariants }: { campaignId: string; hasVariants: boolean }) {
  const [search, setSearch] = useUrlState('search');
  const [state] = useUrlState('state');
  const [named, setReason] = useUrlState('reason');
  const [, go] = useLocation();
  const here = useHere();
  const chosen = deliveryStates.find((each) => each === state);
  const withReasons = chosen === 'skipped' || chosen === 'failed' ? chosen : null;
  const reason = withReasons ? reasonsOf[withReasons].find((each) => each === named) : undefined;
  const deliveries = useInfiniteQuery(
    routePages(deliveriesRoutes.list, { id: campaignId, search, state: chosen, reason }),
  );
  // A reason belongs to its state, so both change together.
  const setState = (value: string) =>
    go(here(`?${new URLSearchParams({ ...(search && { search }), ...(value && { state: value }) }).toString()}`), {
      replace: true,
    });
  return (
    <section aria-label="People" className="flex flex-col gap-3">
      <div className="flex flex-wrap gap-2">
        <SearchInput label="Search by start of address" value={search} onSearch={setSearch} />
        <Select
          aria-label="State"
          className="md:w-52"
          options={stateOptions}
          value={chosen ?? anyState}
          onChange={(value) => setState(value === anyState ? '' : value)}
        />
        {withReasons && (
          <Select
            aria-label="Reason"
            className="md:w-80"
            options={reasonOptions(withReasons)}
            value={reason ?? anyReason}
            onChange={(value) => setReason(value === anyReason ? '' : value)}
          />
        )}
      </div>
      <DataTable
        label="People in the audience"
        query={deliveries}
        columns={hasVariants ? columnsOfTest : columns}
        rowId={({ id }) => id}
        empty={<EmptyState picture="search">Nobody in the audience is in this state.</EmptyState>}
      />
    </section>
  );
}
