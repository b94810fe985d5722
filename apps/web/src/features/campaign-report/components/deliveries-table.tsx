import { type CampaignReport, variantNames } from '@engagex/domain/campaigns';
import {
  deliveriesRoutes,
  deliveryStates,
  type DeliveryView,
  failReasons,
  reactions,
  skipReasons,
} from '@engagex/domain/deliveries';
import { useInfiniteQuery, useMutation } from '@tanstack/react-query';
import { Download, X } from 'lucide-react';
import { download } from '../../../shared/files.ts';
import { formatDateTime } from '../../../shared/format.ts';
import { routePages } from '../../../shared/query.ts';
import { Link, useLocation } from 'wouter';
import { useHere, useUrlState } from '../../../shared/url-state.ts';
import { Button } from '../../../ui/button.tsx';
import { columnsOf, DataTable } from '../../../ui/data-table.tsx';
import { EmptyState } from '../../../ui/empty-state.tsx';
import { SearchInput } from '../../../ui/search-input.tsx';
import { Select } from '../../../ui/select.tsx';
import { Time } from '../../../ui/time.tsx';
import { DeliveryStateBadge, deliveryStateWords, wordsForReason, peopleId } from '../../deliveries/index.ts';
import { notifyFailure } from '../../../ui/toast.tsx';
import { wordsForMachine } from './machine-words.ts';
import { shortUrl } from './short-url.ts';

const column = columnsOf<DeliveryView>();
const variantColumn = column.accessor((delivery) => delivery.variant ?? '–', {
  id: 'variant',
  header: 'Variant',
  meta: { width: '6rem' },
});
const columns = column.columns([
  column.accessor('address', {
    header: 'Address',
    cell: (info) => (
      <Link
        href={`/campaigns/why?${new URLSearchParams({ email: info.getValue() }).toString()}`}
        title="Delivery history across campaigns"
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
  column.accessor((delivery) => wordsForReason(delivery.reason), {
    id: 'why',
    header: 'Details',
    cell: (info) => <Why reason={info.getValue()} response={info.row.original.response} />,
  }),
  column.accessor((delivery) => delivery.clickedAt ?? delivery.openedAt, {
    id: 'engagement',
    header: 'Engagement',
    cell: (info) => <Engagement delivery={info.row.original} />,
  }),
  column.accessor('updatedAt', {
    header: 'Last change',
    meta: { width: '8rem' },
    cell: (info) => <Time value={info.getValue()} />,
  }),
]);

/** Why somebody was skipped or failed; of a message that a server did not take, in the server's words. */
function Why({ reason, response }: { reason: string; response: string | null }) {
  if (response === null || /^2\d\d/.test(response)) return reason;
  return <q title={reason ? `${sentence(reason)}: ${response}` : response}>{response}</q>;
}

/** The last thing somebody did, with its link and its time; all of them on hover, for a row has one line. */
function Engagement({ delivery }: { delivery: DeliveryView }) {
  const { openedAt, clickedAt, unsubscribedAt, links, machines } = delivery;
  const did = [
    ['Opened', openedAt],
    ...links.map(({ url, at }) => [`Clicked ${shortUrl(url)}`, at] as const),
    ...(links.length === 0 ? [['Clicked', clickedAt] as const] : []),
    ['Unsubscribed', unsubscribedAt],
  ] as const;
  const done = did.flatMap(([words, at]) => (at === null ? [] : [{ words, at }]));
  const byMachines = machines.map((hit) => ({ words: wordsForMachine(hit), at: hit.at }));
  const title = [...done, ...byMachines].map(({ words, at }) => `${words}, ${formatDateTime(at)}`).join('\n');
  const last = done.at(-1);
  if (!last) return <OnlyMachines first={byMachines[0]?.words} title={title} />;
  return (
    <span className="flex min-w-0 gap-1" title={title}>
      <span className="truncate">{last.words}</span>
      {done.length > 1 && <span className="shrink-0 text-muted">+{done.length - 1}</span>}
      <span className="shrink-0 text-muted">
        <Time value={last.at} />
      </span>
    </span>
  );
}

/** Nobody did anything; what machines did is told, and counts as nothing. */
function OnlyMachines({ first = '–', title }: { first: string | undefined; title: string }) {
  return (
    <span className="block truncate text-muted" title={title}>
      {first}
    </span>
  );
}

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
    { value: anyReason, label: 'Any reason' },
    ...reasonsOf[state].map((reason) => ({ value: reason as string, label: sentence(wordsForReason(reason)) })), // widened for "any"
  ];
}

const sentence = (words: string) => words.charAt(0).toUpperCase() + words.slice(1);

const anything = 'anything';
const didOptions = [
  { value: anything, label: 'Any engagement' },
  ...reactions.map((did) => ({ value: did as string, label: sentence(did) })), // widened for "anything"
];

interface DeliveriesTableProps {
  readonly campaignId: string;
  readonly hasVariants: boolean;
  readonly links: CampaignReport['links'];
}

/** The people in the audience of a campaign, by state, reason and what they did; all of it is in the URL. */
export function DeliveriesTable({ campaignId, hasVariants, links }: DeliveriesTableProps) {
  const [search, setSearch] = useUrlState('search');
  const [state] = useUrlState('state');
  const [named, setReason] = useUrlState('reason');
  const [action, setDid] = useUrlState('did');
  const [position, setLink] = useUrlState('link');
  const [variantName, setVariant] = useUrlState('variant');
  const [, go] = useLocation();
  const here = useHere();
  const chosen = deliveryStates.find((each) => each === state);
  const withReasons = chosen === 'skipped' || chosen === 'failed' ? chosen : null;
  const reason = withReasons ? reasonsOf[withReasons].find((each) => each === named) : undefined;
  const did = reactions.find((each) => each === action);
  const link = links.find((each) => String(each.position) === position);
  const variant = variantNames.find((each) => each === variantName);
  const filter = { id: campaignId, search, state: chosen, reason, did, link: link?.position, variant };
  const deliveries = useInfiniteQuery(routePages(deliveriesRoutes.list, filter));
  const save = useMutation({
    mutationFn: () => download(deliveriesRoutes.export, filter, 'campaign-people.csv'),
    onError: notifyFailure('The people were not exported'),
  });
  // A reason belongs to its state, so both change together.
  const setState = (value: string) => {
    const others = { search, did: action, link: position, variant: variantName };
    const kept = Object.entries({ ...others, state: value }).filter(([, each]) => each !== '');
    go(here(`?${new URLSearchParams(kept).toString()}`), { replace: true });
  };
  const isFiltered = Boolean(search || chosen || did || link || variant);
  return (
    <section
      id={peopleId}
      tabIndex={-1}
      aria-label="People"
      className="flex scroll-mt-20 flex-col gap-3 rounded-md outline-offset-4"
    >
      <div className="flex flex-wrap items-center gap-2">
        <h2 className="mr-auto text-lg font-semibold">People</h2>
        <Button icon={Download} loading={save.isPending} onClick={() => save.mutate()}>
          Export CSV
        </Button>
      </div>
      <div className="flex flex-wrap gap-2">
        <SearchInput label="Address starts with" value={search} onSearch={setSearch} />
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
        <Select
          aria-label="Engagement"
          className="md:w-52"
          options={didOptions}
          value={did ?? anything}
          onChange={(value) => setDid(value === anything ? '' : value)}
        />
        {link && (
          <Button icon={X} onClick={() => setLink('')}>
            <span className="max-w-64 truncate">Clicked {shortUrl(link.url)}</span>
          </Button>
        )}
        {variant && (
          <Button icon={X} onClick={() => setVariant('')}>
            Tested with {variant}
          </Button>
        )}
      </div>
      <DataTable
        label="People in the audience"
        query={deliveries}
        columns={hasVariants ? columnsOfTest : columns}
        rowId={({ id }) => id}
        empty={
          <EmptyState picture="search">
            {isFiltered ? 'Nobody in the audience matches these filters.' : 'Nobody is in the audience.'}
          </EmptyState>
        }
      />
    </section>
  );
}
