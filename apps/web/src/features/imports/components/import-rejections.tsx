import { importsRoutes, type ImportView } from '@engagex/domain/contacts';
import type { OutputOf } from '@engagex/domain/shared';
import { useInfiniteQuery } from '@tanstack/react-query';
import { Download } from 'lucide-react';
import { download } from '../../../shared/files.ts';
import { formatNumber } from '../../../shared/format.ts';
import { routePages } from '../../../shared/query.ts';
import { Button } from '../../../ui/button.tsx';
import { columnsOf, DataTable } from '../../../ui/data-table.tsx';
import { EmptyState } from '../../../ui/empty-state.tsx';
import { notifyFailure } from '../../../ui/toast.tsx';

type Rejection = OutputOf<typeof importsRoutes.rejections>['items'][number];

const column = columnsOf<Rejection>();
const columns = column.columns([
  column.accessor('line', {
    header: 'Line',
    meta: { width: '6rem', align: 'end', card: 'labelled' },
    cell: (info) => formatNumber(info.getValue()),
  }),
  column.accessor('reason', { header: 'Why' }),
  column.accessor((rejection) => rejection.row.join(', '), { id: 'row', header: 'The row' }),
]);

interface ImportRejectionsProps {
  readonly view: ImportView;
  readonly title: string;
  readonly kind?: 'unsubscribed';
}

/** Lines of the file with what is to say about each. */
export function ImportRejections({ view, title, kind }: ImportRejectionsProps) {
  const rejections = useInfiniteQuery(routePages(importsRoutes.rejections, { id: view.id, ...(kind ? { kind } : {}) }));
  return (
    <section aria-label={title} className="flex flex-col gap-3">
      <div className="flex items-center justify-between gap-3">
        <h2 className="font-semibold">{title}</h2>
        {!kind && (
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
        )}
      </div>
      <DataTable
        label={title}
        query={rejections}
        columns={columns}
        rowId={({ line }) => String(line)}
        empty={<EmptyState picture="file">None.</EmptyState>}
      />
    </section>
  );
}
