import { type ExploreQuery, exploreRoutes, type ExploreSelection } from '@engagex/domain/explore';
import type { PersonView } from '@engagex/domain/people';
import { useInfiniteQuery } from '@tanstack/react-query';
import { Filter } from 'lucide-react';
import { useState } from 'react';
import { organizationInUrl } from '../../shared/organization.ts';
import { routePages } from '../../shared/query.ts';
import { useCan } from '../../shared/session.ts';
import { useUrlState } from '../../shared/url-state.ts';
import { Button } from '../../ui/button.tsx';
import { columnsOf, DataTable } from '../../ui/data-table.tsx';
import { EmptyState } from '../../ui/empty-state.tsx';
import { Page, PageHeader } from '../../ui/page.tsx';
import { Time } from '../../ui/time.tsx';
import { SaveSegmentDialog } from './components/save-segment-dialog.tsx';
import { selectionInWords } from './selection-words.ts';
import { addressOf, queryIn, selectionIn } from './query-in-address.ts';

const column = columnsOf<PersonView>();
const columns = column.columns([
  column.accessor(({ contact, key }) => contact ?? key, { id: 'who', header: 'Person' }),
  column.accessor('key', { header: 'ID' }),
  column.accessor(({ contactId }) => (contactId ? 'Contact' : 'No contact'), {
    id: 'contact',
    header: 'Contact',
    meta: { width: '9rem' },
  }),
  column.accessor('lastSeenAt', {
    header: 'Last seen',
    meta: { width: '12rem' },
    cell: (info) => <Time value={info.getValue()} />,
  }),
]);

/** The people behind one number of an answer. */
export function ExploredPeoplePage() {
  const [queryText] = useUrlState('query');
  const [ofText] = useUrlState('of');
  const query = queryIn(queryText);
  const of = selectionIn(ofText);
  if (query && of) return <People query={query} of={of} />;
  return (
    <Page>
      <PageHeader title="People" tabTitle="People behind a number" trail={[{ name: 'Explore', href: '/explore' }]} />
      <EmptyState picture="search">This link is incomplete. Open the number in Explore again.</EmptyState>
    </Page>
  );
}

function People({ query, of }: { query: ExploreQuery; of: ExploreSelection }) {
  const canSave = useCan('contacts:write');
  const [isSaving, setSaving] = useState(false);
  const people = useInfiniteQuery({
    ...routePages(exploreRoutes.people, { query, of }),
    queryKey: [peopleKey, organizationInUrl(), { query, of }, 'pages'] as never, // as useAnswer: not begun anew with every event
    staleTime: Infinity,
    retry: false,
  });
  return (
    <Page wide>
      <PageHeader
        title="Who are they?"
        tabTitle="People behind a number"
        state={selectionInWords(query, of)}
        trail={[{ name: 'Explore', href: addressOf(query) }]}
        action={
          canSave && (
            <Button variant="primary" icon={Filter} onClick={() => setSaving(true)}>
              Save as segment
            </Button>
          )
        }
      />
      <DataTable
        label="People"
        query={people}
        columns={columns}
        rowId={({ id }) => id}
        rowHref={({ id }) => `/people/${id}`}
        empty={<EmptyState picture="search">Nobody is behind this number any more.</EmptyState>}
      />
      {isSaving && <SaveSegmentDialog query={query} of={of} onClose={() => setSaving(false)} />}
    </Page>
  );
}

const peopleKey = 'explored-people';
