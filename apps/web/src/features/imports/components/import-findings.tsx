import { cellKindWords, type ImportFindings, importsRoutes, type ImportView } from '@engagex/domain/contacts';
import type { OutputOf } from '@engagex/domain/shared';
import { useInfiniteQuery } from '@tanstack/react-query';
import { Download } from 'lucide-react';
import { download } from '../../../shared/files.ts';
import { formatCount, formatNumber } from '../../../shared/format.ts';
import { routePages } from '../../../shared/query.ts';
import { Button } from '../../../ui/button.tsx';
import { columnsOf, DataTable } from '../../../ui/data-table.tsx';
import { EmptyState } from '../../../ui/empty-state.tsx';
import { Notice } from '../../../ui/notice.tsx';
import { notifyFailure } from '../../../ui/toast.tsx';

/** Who arrives unsubscribed or suppressed, and which cells are left out while their people are imported. */
export function ImportFindingsNotices({ findings }: { findings: ImportFindings }) {
  const { unsubscribed, unconfirmed, bounced, complained, cells } = findings;
  const suppressed = bounced + complained;
  return (
    <>
      {unsubscribed + suppressed > 0 && (
        <Notice
          meaning="info"
          title={`${formatCount(unsubscribed + suppressed, 'person', 'people')} in this file should not get mail`}
        >
          {[
            unsubscribed > 0 &&
              `${formatNumber(unsubscribed)} unsubscribed${unconfirmed > 0 ? `, of whom ${formatNumber(unconfirmed)} never confirmed` : ''}.`,
            suppressed > 0 &&
              `${formatNumber(suppressed)} suppressed: ${formatNumber(bounced)} bounced, ${formatNumber(complained)} marked a message as spam.`,
          ]
            .filter(Boolean)
            .join(' ')}
        </Notice>
      )}
      {cells.length > 0 && (
        <Notice meaning="warning" title="Some cells are left out or corrected; their people are still imported">
          <ul>
            {cells.map((each) => (
              <li key={`${each.column} ${each.kind}`} className="wrap-anywhere">
                <span className="font-medium">{each.name}</span>: {formatCount(each.count, 'cell')}{' '}
                {cellKindWords[each.kind]}
                {each.examples.length > 0 && `, such as ${each.examples.map(({ value }) => `“${value}”`).join(', ')}`}
              </li>
            ))}
          </ul>
        </Notice>
      )}
    </>
  );
}

type Cell = OutputOf<typeof importsRoutes.cells>['items'][number];

const column = columnsOf<Cell>();
const columnsNamed = (names: readonly string[]) =>
  column.columns([
    column.accessor('line', {
      header: 'Line',
      meta: { width: '6rem', align: 'end', card: 'labelled' },
      cell: (info) => formatNumber(info.getValue()),
    }),
    column.accessor((cell) => names[cell.column] ?? '', { id: 'column', header: 'Column' }),
    column.accessor((cell) => `“${cell.value}” ${cell.reason}`, { id: 'reason', header: 'Cell' }),
    column.accessor('email', { header: 'Person' }),
  ]);

/** Every cell that was left out or corrected, to look through and to download. */
export function ImportCells({ view }: { view: ImportView }) {
  const cells = useInfiniteQuery(routePages(importsRoutes.cells, { id: view.id }));
  const title = 'Cells left out or corrected';
  return (
    <section aria-label={title} className="flex flex-col gap-3">
      <div className="flex items-center justify-between gap-3">
        <h2 className="font-semibold">{title}</h2>
        <Button
          icon={Download}
          onClick={() =>
            void download(importsRoutes.downloadCells, { id: view.id }, 'cells.csv').catch(
              notifyFailure('The file could not be downloaded'),
            )
          }
        >
          Download as CSV
        </Button>
      </div>
      <DataTable
        label={title}
        query={cells}
        columns={columnsNamed(view.columns)}
        rowId={({ id }) => id}
        empty={<EmptyState picture="file">None.</EmptyState>}
      />
    </section>
  );
}
