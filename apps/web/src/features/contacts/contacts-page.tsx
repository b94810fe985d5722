import { contactsRoutes, type ContactView, groupsRoutes, subscriptions } from '@engagex/domain/contacts';
import { useInfiniteQuery, useQuery } from '@tanstack/react-query';
import { Plus, Upload } from 'lucide-react';
import { useState } from 'react';
import { formatCount } from '../../shared/format.ts';
import { routePages, routeQuery } from '../../shared/query.ts';
import { useCan } from '../../shared/session.ts';
import { useUrlState } from '../../shared/url-state.ts';
import { Badge } from '../../ui/badge.tsx';
import { Button, ButtonLink } from '../../ui/button.tsx';
import { columnsOf, DataTable } from '../../ui/data-table.tsx';
import { EmptyState } from '../../ui/empty-state.tsx';
import { Page, PageHeader } from '../../ui/page.tsx';
import { SearchInput } from '../../ui/search-input.tsx';
import { Select } from '../../ui/select.tsx';
import { Time } from '../../ui/time.tsx';
import { ExportButton } from './components/export-button.tsx';
import { NewContactDialog } from './components/new-contact-dialog.tsx';

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

const all = 'all';

export function ContactsPage() {
  const [search, setSearch] = useUrlState('search');
  const [groupId, setGroupId] = useUrlState('group');
  const [wish, setWish] = useUrlState('subscription');
  const [isAdding, setAdding] = useState(false);
  const subscription = subscriptions.find((each) => each === wish);
  const filter = { search: search || undefined, groupId: groupId || undefined, subscription };
  const contacts = useInfiniteQuery(routePages(contactsRoutes.list, filter));
  const total = useQuery(routeQuery(contactsRoutes.count, filter));
  const groups = useQuery(routeQuery(groupsRoutes.list, {}));
  const isFiltered = Boolean(search || groupId || subscription);
  const actions = useCan('contacts:write') && (
    <div className="flex flex-wrap gap-2">
      <ExportButton filter={filter} />
      <ButtonLink icon={Upload} href="/contacts/import">
        Import
      </ButtonLink>
      <Button variant="primary" icon={Plus} onClick={() => setAdding(true)}>
        New contact
      </Button>
    </div>
  );
  return (
    <Page wide>
      <PageHeader
        title="Contacts"
        state={total.data ? `${formatCount(total.data.count, 'contact')}${isFiltered ? ' match' : ''}` : '\u00a0'}
        action={actions}
      />
      <div className="flex flex-wrap gap-2">
        <SearchInput label="Search contacts" value={search} onSearch={setSearch} />
        <Select
          aria-label="Group"
          className="md:w-52"
          options={[
            { value: all, label: 'All groups' },
            ...(groups.data?.items ?? []).map(({ id, name }) => ({ value: id, label: name })),
          ]}
          value={groupId || all}
          onChange={(value) => setGroupId(value === all ? '' : value)}
        />
        <Select
          aria-label="Subscription"
          className="md:w-52"
          options={[
            { value: all, label: 'Subscribed or not' },
            { value: 'subscribed', label: 'Subscribed' },
            { value: 'unsubscribed', label: 'Unsubscribed' },
          ]}
          value={subscription ?? all}
          onChange={(value) => setWish(value === all ? '' : value)}
        />
      </div>
      <DataTable
        label="Contacts"
        query={contacts}
        columns={columns}
        rowId={({ id }) => id}
        rowHref={({ id }) => `/contacts/${id}`}
        empty={
          isFiltered ? (
            <EmptyState picture="search">No contact matches{search ? ` “${search}”` : ' these filters'}.</EmptyState>
          ) : (
            <EmptyState picture="contacts" action={actions}>
              The people you write to will be listed here.
            </EmptyState>
          )
        }
      />
      <NewContactDialog open={isAdding} onOpenChange={setAdding} />
    </Page>
  );
}
