import { contactsRoutes, type ContactView } from '@engagex/domain/contacts';
import { useInfiniteQuery, useQuery } from '@tanstack/react-query';
import { formatCount } from '../../shared/format.ts';
import { routePages, routeQuery } from '../../shared/query.ts';
import { useUrlState } from '../../shared/url-state.ts';
import { Badge } from '../../ui/badge.tsx';
import { columnsOf, DataTable } from '../../ui/data-table.tsx';
import { EmptyState } from '../../ui/empty-state.tsx';
import { Page, PageHeader } from '../../ui/page.tsx';
import { SearchInput } from '../../ui/search-input.tsx';
import { Time } from '../../ui/time.tsx';

const column = columnsOf<ContactView>();
const columns = column.columns([
  column.accessor('email', { header: 'Address' }),
  column.accessor((contact) => [contact.firstName, contact.lastName].filter(Boolean).join(' '), {
    id: 'name',
    header: 'Name',
  }),
  column.accessor('subscription', {
    header: 'Subscription',
    meta: { width: '10rem' },
    cell: (info) =>
      info.getValue() === 'subscribed' ? (
        <Badge meaning="good">Subscribed</Badge>
      ) : (
        <Badge meaning="neutral">Unsubscribed</Badge>
      ),
  }),
  column.accessor('createdAt', {
    header: 'Added',
    meta: { width: '11rem' },
    cell: (info) => <Time value={info.getValue()} />,
  }),
]);

export function ContactsPage() {
  const [search, setSearch] = useUrlState('search');
  const contacts = useInfiniteQuery(routePages(contactsRoutes.list, { search }));
  const total = useQuery(routeQuery(contactsRoutes.count, {}));
  return (
    <Page wide>
      <PageHeader title="Contacts" state={total.data ? formatCount(total.data.count, 'contact') : '\u00a0'} />
      <SearchInput label="Search contacts" value={search} onSearch={setSearch} />
      <DataTable
        label="Contacts"
        query={contacts}
        columns={columns}
        rowId={({ id }) => id}
        rowHref={({ id }) => `/contacts/${id}`}
        empty={
          search ? (
            <EmptyState picture="search">No contact matches “{search}”.</EmptyState>
          ) : (
            <EmptyState picture="contacts">The people you write to will be listed here.</EmptyState>
          )
        }
      />
    </Page>
  );
}
