import { exportsRoutes, type ExportStatus, type ExportView } from '@engagex/domain/contacts';
import { useInfiniteQuery } from '@tanstack/react-query';
import { Download } from 'lucide-react';
import { download } from '../../shared/files.ts';
import { formatBytes, formatNumber } from '../../shared/format.ts';
import { routePages } from '../../shared/query.ts';
import { Badge } from '../../ui/badge.tsx';
import { Button, ButtonLink } from '../../ui/button.tsx';
import { columnsOf, DataTable } from '../../ui/data-table.tsx';
import { EmptyState } from '../../ui/empty-state.tsx';
import type { Meaning } from '../../ui/meaning.ts';
import { Page, PageHeader } from '../../ui/page.tsx';
import { Time } from '../../ui/time.tsx';
import { notifyFailure } from '../../ui/toast.tsx';

const shown: Readonly<Record<ExportStatus, readonly [Meaning, string]>> = {
  queued: ['info', 'Waiting'],
  running: ['info', 'Writing'],
  done: ['good', 'Ready'],
  failed: ['danger', 'Failed'],
  expired: ['neutral', 'File removed'],
};

const column = columnsOf<ExportView>();
const columns = column.columns([
  column.accessor('fileName', { header: 'File' }),
  column.accessor('status', {
    header: 'Status',
    meta: { width: '9rem' },
    cell: (info) => {
      const [meaning, word] = shown[info.getValue()];
      return <Badge meaning={meaning}>{word}</Badge>;
    },
  }),
  column.accessor('rows', {
    header: 'Contacts',
    meta: { width: '10rem', align: 'end' },
    cell: ({ row: { original: each } }) =>
      each.status === 'queued' || each.status === 'running'
        ? `${formatNumber(each.rows)} of ${formatNumber(each.total)}`
        : formatNumber(each.rows),
  }),
  column.accessor('fileBytes', {
    header: 'Size',
    meta: { width: '7rem', align: 'end' },
    cell: (info) => (info.getValue() === 0 ? '–' : formatBytes(info.getValue())),
  }),
  column.accessor('createdAt', {
    header: 'When',
    meta: { width: '9rem' },
    cell: (info) => <Time value={info.getValue()} />,
  }),
  column.accessor('id', {
    header: 'File',
    meta: { width: '10rem', align: 'end' },
    cell: ({ row: { original: each } }) => (each.status === 'done' ? <DownloadButton view={each} /> : '–'),
  }),
]);

/** Contacts written to files, each there for a day. */
export function ExportsPage() {
  const exports = useInfiniteQuery({
    ...routePages(exportsRoutes.list, {}),
    refetchInterval: ({ state }) =>
      state.data?.pages.some(({ items }) => items.some(({ status }) => status === 'queued' || status === 'running'))
        ? 2_000
        : false,
  });
  const choose = <ButtonLink href="/contacts">Choose contacts to export</ButtonLink>;
  return (
    <Page wide>
      <PageHeader
        title="Exports"
        trail={[{ name: 'Contacts', href: '/contacts' }]}
        state="Files are removed after 24 hours"
        action={choose}
      />
      <DataTable
        label="Exports"
        query={exports}
        columns={columns}
        rowId={({ id }) => id}
        empty={
          <EmptyState picture="file" action={choose}>
            Contacts you export will be available here for 24 hours.
          </EmptyState>
        }
      />
    </Page>
  );
}

function DownloadButton({ view: { id, fileName, format } }: { view: ExportView }) {
  const route = format === 'xlsx' ? exportsRoutes.downloadWorkbook : exportsRoutes.download;
  return (
    <Button
      icon={Download}
      onClick={() => void download(route, { id }, fileName).catch(notifyFailure('The file could not be downloaded'))}
    >
      Download
    </Button>
  );
}
