import { importsRoutes, type ImportView } from '@engagex/domain/contacts';
import type { OutputOf } from '@engagex/domain/shared';
import { useInfiniteQuery } from '@tanstack/react-query';
import { formatNumber } from '../../../shared/format.ts';
import { routePages } from '../../../shared/query.ts';
import { columnsOf, DataTable } from '../../../ui/data-table.tsx';
import { EmptyState } from '../../../ui/empty-state.tsx';
import { Stat } from '../../../ui/stat.tsx';
import { Time } from '../../../ui/time.tsx';

type Kept = OutputOf<typeof importsRoutes.kept>['items'][number];

const why: Readonly<Record<Kept['reason'], string>> = {
  mailed: 'Was mailed',
  changed: 'Changed since',
  gone: 'No longer exists',
};
const column = columnsOf<Kept>();
const columns = column.columns([
  column.accessor('email', { header: 'Address', cell: (info) => info.getValue() ?? '–' }),
  column.accessor('reason', { header: 'Why', cell: (info) => why[info.getValue()] }),
  column.accessor('changedBy', { header: 'Changed by', cell: (info) => info.getValue() ?? '–' }),
  column.accessor('changedAt', {
    header: 'When',
    meta: { width: '9rem' },
    cell: (info) => {
      const at = info.getValue();
      return at ? <Time value={at} /> : '–';
    },
  }),
]);

/** What undoing did, and whom it left as they are. */
export function ImportUndone({ view }: { view: ImportView }) {
  const kept = useInfiniteQuery(routePages(importsRoutes.kept, { id: view.id }));
  return (
    <>
      <dl className="grid gap-3 sm:grid-cols-3">
        <Stat label="Removed" value={formatNumber(view.removed)} />
        <Stat label="Reverted" value={formatNumber(view.restored)} />
        <Stat label="Kept" value={formatNumber(view.kept)} />
      </dl>
      {view.kept > 0 && (
        <section aria-label="Contacts kept" className="flex flex-col gap-3">
          <h2 className="font-semibold">Contacts kept</h2>
          <DataTable
            label="Contacts kept"
            query={kept}
            columns={columns}
            rowId={({ contactId }) => contactId}
            rowHref={({ contactId }) => `/contacts/${contactId}`}
            empty={<EmptyState picture="people">Nobody was kept.</EmptyState>}
          />
        </section>
      )}
    </>
  );
}
