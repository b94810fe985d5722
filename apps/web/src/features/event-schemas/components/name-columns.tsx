import type { EventNameView } from '@engagex/domain/event-schemas';
import { Ban } from 'lucide-react';
import { formatCount, formatNumber } from '../../../shared/format.ts';
import { Badge } from '../../../ui/badge.tsx';
import { columnsOf } from '../../../ui/data-table.tsx';
import { Time } from '../../../ui/time.tsx';

const column = columnsOf<EventNameView>();

export const nameColumns = column.columns([
  column.accessor('name', { header: 'Event' }),
  column.accessor('description', { header: 'Description' }),
  column.accessor(({ events }) => formatNumber(events), { id: 'events', header: 'Received', meta: { width: '7rem' } }),
  column.accessor(({ properties }) => formatNumber(properties), {
    id: 'properties',
    header: 'Properties',
    meta: { width: '6.5rem' },
  }),
  column.accessor('lastSeenAt', {
    header: 'Last received',
    meta: { width: '8rem' },
    cell: (info) => <Time value={info.getValue()} />,
  }),
  column.accessor(stateText, {
    id: 'state',
    header: 'State',
    meta: { width: '9rem' },
    cell: ({ row }) => <State name={row.original} />,
  }),
]);

function warningsOf({ warnings, propertiesWithWarnings }: EventNameView): number {
  return warnings.length + propertiesWithWarnings;
}

function stateText(name: EventNameView): string {
  if (name.blocked) return 'Blocked';
  const warnings = warningsOf(name);
  if (warnings > 0) return formatCount(warnings, 'warning');
  return name.isExpected ? 'Expected' : '';
}

function State({ name }: { name: EventNameView }) {
  const text = stateText(name);
  if (text === '') return null;
  if (name.blocked)
    return (
      <Badge meaning="danger" icon={Ban}>
        {text}
      </Badge>
    );
  return <Badge meaning={warningsOf(name) > 0 ? 'warning' : 'good'}>{text}</Badge>;
}
