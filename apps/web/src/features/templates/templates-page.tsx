import { templatesRoutes } from '@engagex/domain/templates';
import { type OutputOf, withStandIns } from '@engagex/domain/shared';
import { useInfiniteQuery } from '@tanstack/react-query';
import { Plus } from 'lucide-react';
import { useAllowed, useProduct } from '../../shared/product.ts';
import { routePages } from '../../shared/query.ts';
import { useCan } from '../../shared/session.ts';
import { useUrlState } from '../../shared/url-state.ts';
import { ButtonLink } from '../../ui/button.tsx';
import { columnsOf, DataTable } from '../../ui/data-table.tsx';
import { EmptyState } from '../../ui/empty-state.tsx';
import { Page, PageHeader } from '../../ui/page.tsx';
import { SearchInput } from '../../ui/search-input.tsx';
import { Time } from '../../ui/time.tsx';

type TemplateSummary = OutputOf<typeof templatesRoutes.list>['items'][number];

const column = columnsOf<TemplateSummary>();
const columns = column.columns([
  column.accessor(({ name }) => withStandIns(name), { id: 'name', header: 'Name' }),
  column.accessor(({ subject }) => withStandIns(subject), { id: 'subject', header: 'Subject' }),
  column.accessor(kindOf, { id: 'kind', header: 'Kind', meta: { width: '6rem' } }),
  column.accessor('updatedAt', {
    header: 'Changed',
    meta: { width: '9rem' },
    cell: (info) => <Time value={info.getValue()} />,
  }),
]);

/** A visual template, or the language of one that is code. */
function kindOf({ kind, format }: TemplateSummary): string {
  return kind === 'visual' ? 'Visual' : format.toUpperCase();
}

export function TemplatesPage() {
  const [search, setSearch] = useUrlState('search');
  const templates = useInfiniteQuery(routePages(templatesRoutes.list, { search }));
  const links = useAllowed(useProduct().linksOf('/templates'));
  const create = useCan('templates:write') && (
    <ButtonLink variant="primary" icon={Plus} href="/templates/new">
      New template
    </ButtonLink>
  );
  return (
    <Page wide>
      <PageHeader
        title="Templates"
        state="Reusable content for your campaigns"
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
      <SearchInput label="Search templates" value={search} onSearch={setSearch} />
      <DataTable
        label="Templates"
        query={templates}
        columns={columns}
        rowId={({ id }) => id}
        rowHref={({ id }) => `/templates/${id}`}
        empty={
          search ? (
            <EmptyState picture="search">No template matches “{search}”.</EmptyState>
          ) : (
            <EmptyState picture="layout" action={create}>
              A template holds the subject and content of your messages.
            </EmptyState>
          )
        }
      />
    </Page>
  );
}
