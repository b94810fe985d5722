import { messagesRoutes, messageStates, type MessageSummary } from '@engagex/domain/messages';
import { useInfiniteQuery } from '@tanstack/react-query';
import { BookOpen } from 'lucide-react';
import { routePages } from '../../shared/query.ts';
import { useUrlState } from '../../shared/url-state.ts';
import { columnsOf, DataTable } from '../../ui/data-table.tsx';
import { DeliveryStateBadge, deliveryStateWords } from '../deliveries/index.ts';
import { EmptyState } from '../../ui/empty-state.tsx';
import { Page, PageHeader } from '../../ui/page.tsx';
import { SearchInput } from '../../ui/search-input.tsx';
import { Select } from '../../ui/select.tsx';
import { Time } from '../../ui/time.tsx';
import { addressOf, subjectOf, wordsForMessageReason } from './message-words.ts';

const column = columnsOf<MessageSummary>();
const columns = column.columns([
  column.accessor(addressOf, { id: 'to', header: 'Address' }),
  column.accessor(subjectOf, { id: 'subject', header: 'Subject' }),
  column.accessor('state', {
    header: 'State',
    meta: { width: '11rem' },
    cell: (info) => <DeliveryStateBadge state={info.getValue()} />,
  }),
  column.accessor((message) => wordsForMessageReason(message.reason) || (message.response ?? ''), {
    id: 'why',
    header: 'Server response',
    cell: (info) => <span title={info.row.original.response ?? undefined}>{info.getValue()}</span>,
  }),
  column.accessor('createdAt', {
    header: 'Requested',
    meta: { width: '9rem' },
    cell: (info) => <Time value={info.getValue()} />,
  }),
]);

const all = 'all';

/** Transactional messages, and the outcome of each. */
export function MessagesPage() {
  const [search, setSearch] = useUrlState('search');
  const [inState, setInState] = useUrlState('state');
  const state = messageStates.find((each) => each === inState);
  const messages = useInfiniteQuery(routePages(messagesRoutes.list, { search: search || undefined, state }));
  return (
    <Page wide>
      <PageHeader
        title="Messages"
        trail={[{ name: 'Campaigns', href: '/campaigns' }]}
        state="Transactional messages your programs send to one person, such as receipts and password resets"
        action={<HowTo />}
      />
      <div className="flex flex-wrap gap-2">
        <SearchInput label="Search addresses" value={search} onSearch={setSearch} />
        <Select
          aria-label="State"
          className="md:w-52"
          options={[
            { value: all, label: 'Any state' },
            ...messageStates.map((value) => ({ value, label: deliveryStateWords[value][1] })),
          ]}
          value={state ?? all}
          onChange={(value) => setInState(value === all ? '' : value)}
        />
      </div>
      <DataTable
        label="Messages"
        query={messages}
        columns={columns}
        rowId={({ id }) => id}
        rowHref={({ id }) => `/campaigns/messages/${id}`}
        empty={
          search || state ? (
            <EmptyState picture="search">No message matches.</EmptyState>
          ) : (
            <EmptyState picture="envelope" action={<HowTo />}>
              Messages your programs send with POST /api/messages will be listed here, each with its outcome.
            </EmptyState>
          )
        }
      />
    </Page>
  );
}

function HowTo() {
  return (
    <a
      href="/api/docs#/messages/messages.create"
      target="_blank"
      rel="noreferrer"
      className="inline-flex items-center gap-2 rounded-sm font-medium hover:underline"
    >
      <BookOpen aria-hidden className="size-4" />
      How to send messages
    </a>
  );
}
