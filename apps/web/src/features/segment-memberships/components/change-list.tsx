import { type SegmentChange, segmentMembershipsRoutes } from '@engagex/domain/segment-memberships';
import { useInfiniteQuery } from '@tanstack/react-query';
import { useState } from 'react';
import { Link } from 'wouter';
import { routePages } from '../../../shared/query.ts';
import { Badge } from '../../../ui/badge.tsx';
import { columnsOf, DataTable } from '../../../ui/data-table.tsx';
import { EmptyState } from '../../../ui/empty-state.tsx';
import { Select } from '../../../ui/select.tsx';
import { Time } from '../../../ui/time.tsx';
import { reasonWords } from '../change-words.ts';

const column = columnsOf<SegmentChange>();
const columns = column.columns([
  column.accessor('contact', {
    header: 'Contact',
    cell: (info) => (
      <Link
        className="underline decoration-line-strong underline-offset-3"
        href={`/contacts/${info.row.original.contactId}`}
      >
        {info.getValue() ?? 'A deleted contact'}
      </Link>
    ),
  }),
  column.accessor('kind', {
    header: 'Change',
    meta: { width: '7rem' },
    cell: (info) => (
      <Badge meaning={info.getValue() === 'entered' ? 'good' : 'neutral'}>
        {info.getValue() === 'entered' ? 'Entered' : 'Left'}
      </Badge>
    ),
  }),
  column.accessor((change) => reasonWords(change), { id: 'reason', header: 'Reason' }),
  column.accessor('at', { header: 'Time', meta: { width: '9rem' }, cell: (info) => <Time value={info.getValue()} /> }),
]);

const kinds: readonly { value: 'all' | SegmentChange['kind']; label: string }[] = [
  { value: 'all', label: 'Entered and left' },
  { value: 'entered', label: 'Entered' },
  { value: 'left', label: 'Left' },
];

/** Who entered and left, newest first. */
export function ChangeList({ id }: { id: string }) {
  const [kind, setKind] = useState<'all' | SegmentChange['kind']>('all');
  const changes = useInfiniteQuery(
    routePages(segmentMembershipsRoutes.changes, kind === 'all' ? { id } : { id, kind }),
  );
  return (
    <div className="flex flex-col gap-3">
      <div className="flex flex-wrap items-center justify-between gap-2">
        <h3 className="font-semibold">Changes</h3>
        <Select aria-label="Show" options={kinds} value={kind} onChange={setKind} className="w-44" />
      </div>
      <DataTable
        label="Who entered and left"
        query={changes}
        columns={columns}
        rowId={(change) => String(change.sequence)}
        empty={<EmptyState picture="people">Nobody has entered or left since tracking began.</EmptyState>}
      />
    </div>
  );
}
