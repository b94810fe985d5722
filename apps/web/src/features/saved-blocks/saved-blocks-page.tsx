import { savedBlocksRoutes, type SavedBlockView } from '@engagex/domain/saved-blocks';
import { withStandIns } from '@engagex/domain/shared';
import { useQuery } from '@tanstack/react-query';
import { routeQuery } from '../../shared/query.ts';
import { Badge } from '../../ui/badge.tsx';
import { columnsOf, DataTable } from '../../ui/data-table.tsx';
import { EmptyState } from '../../ui/empty-state.tsx';
import { Page, PageHeader } from '../../ui/page.tsx';
import { Time } from '../../ui/time.tsx';

const column = columnsOf<SavedBlockView>();
const columns = column.columns([
  column.accessor(({ name }) => withStandIns(name), { id: 'name', header: 'Name' }),
  column.accessor('templates', { header: 'Templates', meta: { width: '7rem' } }),
  column.accessor('isChanged', {
    header: 'State',
    meta: { width: '12rem' },
    cell: (info) =>
      info.getValue() ? <Badge meaning="warning">Unpublished changes</Badge> : <Badge meaning="good">Published</Badge>,
  }),
  column.accessor('updatedAt', {
    header: 'Changed',
    meta: { width: '9rem' },
    cell: (info) => <Time value={info.getValue()} />,
  }),
]);

/** Blocks that several templates have. */
export function SavedBlocksPage() {
  const query = useQuery({ ...routeQuery(savedBlocksRoutes.list, {}), select: ({ items }) => items });
  return (
    <Page wide>
      <PageHeader
        title="Saved blocks"
        trail={[{ name: 'Templates', href: '/templates' }]}
        state="Parts that several templates share, changed in one place"
      />
      <DataTable
        label="Saved blocks"
        query={query}
        columns={columns}
        rowId={({ id }) => id}
        rowHref={({ id }) => `/templates/saved-blocks/${id}`}
        empty={
          <EmptyState picture="layout">
            In the editor of a template, choose More for a block and then “Save for other templates”.
          </EmptyState>
        }
      />
    </Page>
  );
}
