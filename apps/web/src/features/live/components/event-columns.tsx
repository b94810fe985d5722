import type { LoggedEventView } from '@engagex/domain/events';
import { TriangleAlert } from 'lucide-react';
import { formatCount } from '../../../shared/format.ts';
import { columnsOf } from '../../../ui/data-table.tsx';
import { Time } from '../../../ui/time.tsx';

const column = columnsOf<LoggedEventView>();

export const columns = column.columns([
  column.accessor('name', {
    header: 'Event',
    meta: { width: '13rem' },
    cell: ({ row: { original } }) => (
      <span className="flex min-w-0 items-center gap-1.5">
        <span className="truncate">{original.name}</span>
        {original.warnings.length > 0 && (
          <TriangleAlert
            role="img"
            aria-label={formatCount(original.warnings.length, 'warning')}
            className="size-4 shrink-0 text-warning"
          />
        )}
      </span>
    ),
  }),
  column.accessor(({ userId, anonymousId }) => userId ?? anonymousId ?? '–', {
    id: 'person',
    header: 'Person',
    meta: { width: '13rem' },
  }),
  column.accessor(({ properties }) => inWords(properties), { id: 'properties', header: 'Properties' }),
  column.accessor(({ keyName }) => keyName ?? 'Deleted key', {
    id: 'source',
    header: 'Source',
    meta: { width: '10rem' },
  }),
  column.accessor('receivedAt', {
    header: 'Received',
    meta: { width: '9rem' },
    cell: (info) => <Time value={info.getValue()} as="clock" />,
  }),
]);

const longest = 200;

/** As much of it as a row can show. */
export function inWords(properties: LoggedEventView['properties']): string {
  let words = '';
  for (const [name, value] of Object.entries(properties)) {
    words += `${words && ', '}${name}: ${typeof value === 'string' ? value : JSON.stringify(value)}`;
    if (words.length > longest) return `${words.slice(0, longest)}…`;
  }
  return words;
}
