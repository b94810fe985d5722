import { importsRoutes, type ImportView } from '@engagex/domain/contacts';
import type { OutputOf } from '@engagex/domain/shared';
import { useInfiniteQuery } from '@tanstack/react-query';
import { Download } from 'lucide-react';
import { download } from '../../../shared/files.ts';
import { formatNumber } from '../../../shared/format.ts';
import { routePages } from '../../../shared/query.ts';
import { Button, ButtonLink } from '../../../ui/button.tsx';
import { Card, CardBody, CardHeader } from '../../../ui/card.tsx';
import { columnsOf, DataTable } from '../../../ui/data-table.tsx';
import { EmptyState } from '../../../ui/empty-state.tsx';
import { LedgerBar } from '../../../ui/ledger-bar.tsx';
import { notifyFailure } from '../../../ui/toast.tsx';

type Rejection = OutputOf<typeof importsRoutes.rejections>['items'][number];

const column = columnsOf<Rejection>();
const columns = column.columns([
  column.accessor('line', {
    header: 'Line',
    meta: { width: '6rem', align: 'end' },
    cell: (info) => formatNumber(info.getValue()),
  }),
  column.accessor('reason', { header: 'Why it was not imported' }),
  column.accessor((rejection) => rejection.row.join(', '), { id: 'row', header: 'The row' }),
]);

/** The file added up: created, updated, unchanged and rejected rows make all of it. */
export function ImportResult({ view }: { view: ImportView }) {
  const rejections = useInfiniteQuery(routePages(importsRoutes.rejections, { id: view.id }));
  return (
    <>
      <Card>
        <CardHeader
          title="The file adds up"
          action={
            <ButtonLink variant="primary" href={view.groupId ? `/contacts?group=${view.groupId}` : '/contacts'}>
              See the contacts
            </ButtonLink>
          }
        />
        <CardBody>
          <LedgerBar
            label="Rows of the file"
            total={view.rows}
            segments={[
              { label: 'new', count: view.created, meaning: 'good' },
              { label: 'updated', count: view.updated, meaning: 'info' },
              { label: 'unchanged', count: view.unchanged, meaning: 'neutral' },
              { label: 'rejected', count: view.rejected, meaning: 'danger' },
            ]}
          />
        </CardBody>
      </Card>
      {view.rejected > 0 && (
        <section aria-label="Rejected rows" className="flex flex-col gap-3">
          <div className="flex items-center justify-between gap-3">
            <h2 className="font-semibold">Rejected rows</h2>
            <Button
              icon={Download}
              onClick={() =>
                void download(importsRoutes.downloadRejections, { id: view.id }, 'rejected-rows.csv').catch(
                  notifyFailure('The file could not be downloaded'),
                )
              }
            >
              Download as CSV
            </Button>
          </div>
          <DataTable
            label="Rejected rows"
            query={rejections}
            columns={columns}
            rowId={({ line }) => String(line)}
            empty={<EmptyState picture="file">No row was rejected.</EmptyState>}
          />
        </section>
      )}
    </>
  );
}
