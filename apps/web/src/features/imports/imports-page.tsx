import { importsRoutes, type ImportStatus, type ImportView } from '@engagex/domain/contacts';
import { useInfiniteQuery } from '@tanstack/react-query';
import { Upload } from 'lucide-react';
import { formatNumber } from '../../shared/format.ts';
import { routePages } from '../../shared/query.ts';
import { useCan } from '../../shared/session.ts';
import { Badge } from '../../ui/badge.tsx';
import { ButtonLink } from '../../ui/button.tsx';
import { columnsOf, DataTable } from '../../ui/data-table.tsx';
import { EmptyState } from '../../ui/empty-state.tsx';
import type { Meaning } from '../../ui/meaning.ts';
import { Page, PageHeader } from '../../ui/page.tsx';
import { Time } from '../../ui/time.tsx';

const shown: Readonly<Record<ImportStatus, readonly [Meaning, string]>> = {
  ready: ['warning', 'Columns to match'],
  rehearsing: ['info', 'Checking'],
  rehearsed: ['warning', 'Ready to import'],
  queued: ['info', 'Waiting'],
  running: ['info', 'Importing'],
  done: ['good', 'Imported'],
  failed: ['danger', 'Failed'],
  cancelled: ['neutral', 'Cancelled'],
  undoing: ['info', 'Undoing'],
  undone: ['neutral', 'Undone'],
};

const column = columnsOf<ImportView>();
const columns = column.columns([
  column.accessor('fileName', { header: 'File' }),
  column.accessor('status', {
    header: 'Status',
    meta: { width: '12rem' },
    cell: (info) => {
      const [meaning, word] = shown[info.getValue()];
      return <Badge meaning={meaning}>{word}</Badge>;
    },
  }),
  column.accessor('rows', {
    header: 'Rows',
    meta: { width: '7rem', align: 'end' },
    cell: (info) => formatNumber(info.getValue()),
  }),
  column.accessor('rejected', {
    header: 'Rejected',
    meta: { width: '7rem', align: 'end' },
    cell: (info) => formatNumber(info.getValue()),
  }),
  column.accessor('createdAt', {
    header: 'When',
    meta: { width: '9rem' },
    cell: (info) => <Time value={info.getValue()} />,
  }),
]);

export function ImportsPage() {
  const imports = useInfiniteQuery(routePages(importsRoutes.list, {}));
  const action = useCan('contacts:write') && (
    <ButtonLink variant="primary" icon={Upload} href="/contacts/import">
      Import a file
    </ButtonLink>
  );
  return (
    <Page wide>
      <PageHeader title="Imports" trail={[{ name: 'Contacts', href: '/contacts' }]} action={action} />
      <DataTable
        label="Imports"
        query={imports}
        columns={columns}
        rowId={({ id }) => id}
        rowHref={({ id }) => `/contacts/imports/${id}`}
        empty={
          <EmptyState picture="file" action={action}>
            Files you import will be listed here, with every row accounted for.
          </EmptyState>
        }
      />
    </Page>
  );
}
