import { peopleRoutes, personKinds, type PersonView } from '@engagex/domain/people';
import { useInfiniteQuery } from '@tanstack/react-query';
import { useAllowed, useProduct } from '../../shared/product.ts';
import { routePages } from '../../shared/query.ts';
import { useUrlState } from '../../shared/url-state.ts';
import { ButtonLink } from '../../ui/button.tsx';
import { columnsOf, DataTable } from '../../ui/data-table.tsx';
import { EmptyState } from '../../ui/empty-state.tsx';
import { Page, PageHeader } from '../../ui/page.tsx';
import { SearchInput } from '../../ui/search-input.tsx';
import { Select } from '../../ui/select.tsx';
import { Time } from '../../ui/time.tsx';
import { kindWords } from './person-words.ts';

const column = columnsOf<PersonView>();
const columns = column.columns([
  column.accessor('key', { header: 'ID' }),
  column.accessor(({ kind, partOfId }) => (partOfId ? 'Part of a known person' : kindWords[kind]), {
    id: 'kind',
    header: 'Kind',
    meta: { width: '12rem' },
  }),
  column.accessor(({ contact, contactId }) => contact ?? (contactId ? 'Contact without an address' : '—'), {
    id: 'contact',
    header: 'Contact',
  }),
  column.accessor('firstSeenAt', {
    header: 'First seen',
    meta: { width: '9rem' },
    cell: (info) => <Time value={info.getValue()} />,
  }),
  column.accessor('lastSeenAt', {
    header: 'Last seen',
    meta: { width: '9rem' },
    cell: (info) => <Time value={info.getValue()} />,
  }),
]);

const all = 'all';

/** Everybody events came from, anonymous people too. */
export function PeoplePage() {
  const [search, setSearch] = useUrlState('search');
  const [ofKind, setOfKind] = useUrlState('kind');
  const kind = personKinds.find((each) => each === ofKind);
  const links = useAllowed(useProduct().linksOf('/people'));
  const people = useInfiniteQuery(routePages(peopleRoutes.list, { search: search || undefined, kind }));
  return (
    <Page wide>
      <PageHeader
        title="People"
        trail={[{ name: 'Contacts', href: '/contacts' }]}
        state="Everybody your events came from. Only contacts get mail, and only contacts count toward your plan."
        action={links.map(({ name, href, icon }) => (
          <ButtonLink key={href} href={href} icon={icon}>
            {name}
          </ButtonLink>
        ))}
      />
      <div className="flex flex-wrap gap-2">
        <SearchInput label="Search IDs by their beginning" value={search} onSearch={setSearch} />
        <Select
          aria-label="Kind"
          className="md:w-44"
          options={[
            { value: all, label: 'Everybody' },
            ...personKinds.map((value) => ({ value, label: kindWords[value] })),
          ]}
          value={kind ?? all}
          onChange={(value) => setOfKind(value === all ? '' : value)}
        />
      </div>
      <DataTable
        label="People"
        query={people}
        columns={columns}
        rowId={({ id }) => id}
        rowHref={({ id }) => `/people/${id}`}
        empty={
          search || kind ? (
            <EmptyState picture="search">No person matches.</EmptyState>
          ) : (
            <EmptyState picture="people">
              Once your site or server sends events, the people they came from will be listed here.
            </EmptyState>
          )
        }
      />
    </Page>
  );
}
