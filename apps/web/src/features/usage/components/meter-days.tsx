import { type Meter, meterNames, type UsageOfDay } from '@engagex/domain/usage';
import { useState } from 'react';
import { formatDay, formatNumber } from '../../../shared/format.ts';
import { columnsOf, DataTable } from '../../../ui/data-table.tsx';
import { DayBars } from '../../../ui/day-bars.tsx';
import { EmptyState } from '../../../ui/empty-state.tsx';
import { howCounted } from '../meter-words.ts';
import { daysOfMeter } from '../quantities.ts';
import { DaySheet } from './day-sheet.tsx';

interface MeterDaysProps {
  readonly meter: Meter;
  readonly days: readonly UsageOfDay[];
  readonly period: { readonly from: string; readonly to: string };
}

type Row = ReturnType<typeof daysOfMeter>[number];
const column = columnsOf<Row>();

/** The days of one meter; a day opens to its hours, and these to their entries. */
export function MeterDays({ meter, days, period }: MeterDaysProps) {
  const [day, setDay] = useState<string | null>(null);
  const rows = daysOfMeter(days, meter).toReversed();
  const { name, unit } = meterNames[meter];
  const columns = column.columns([
    column.accessor('day', { header: 'Day (UTC)', cell: (info) => formatDay(info.getValue()) }),
    column.accessor('entries', {
      header: 'Entries',
      meta: { align: 'end', width: '8rem' },
      cell: (info) => formatNumber(info.getValue()),
    }),
    column.accessor('quantity', {
      header: name,
      meta: { align: 'end', width: '10rem' },
      cell: (info) => formatNumber(info.getValue()),
    }),
  ]);
  return (
    <div className="flex flex-col gap-4">
      <p className="max-w-prose text-muted">{howCounted[meter]}</p>
      {rows.length > 0 && (
        <DayBars
          bars={[{ key: 'quantity', name: unit, colour: 'var(--accent-solid)' }]}
          days={everyDay(period).map((each) => ({
            day: each,
            quantity: rows.find((row) => row.day === each)?.quantity ?? 0,
          }))}
        />
      )}
      <DataTable
        label={`${name} by day`}
        query={{ data: rows, error: null, refetch: () => {} }}
        columns={columns}
        rowId={(row) => row.day}
        onRowOpen={(row) => setDay(row.day)}
        empty={<EmptyState picture="search">Nothing was used in this month.</EmptyState>}
      />
      <DaySheet key={`${meter} ${day}`} meter={meter} day={day} onClose={() => setDay(null)} />
    </div>
  );
}

function everyDay({ from, to }: MeterDaysProps['period']): string[] {
  const days: string[] = [];
  for (const at = new Date(from); at <= new Date(to); at.setUTCDate(at.getUTCDate() + 1))
    days.push(at.toISOString().slice(0, 10));
  return days;
}
