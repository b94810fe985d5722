import type { CalendarEntry } from '@engagex/domain/campaigns';
import { withStandIns } from '@engagex/domain/shared';
import { Link } from 'wouter';
import { formatDay, formatWeekday } from '../../../shared/format.ts';
import { cn } from '../../../ui/class-names.ts';
import { CampaignStatusBadge } from './campaign-status.tsx';

interface CalendarGridProps {
  readonly month: string;
  readonly today: string;
  readonly weeks: readonly (readonly string[])[];
  readonly items: readonly CalendarEntry[];
}

/** A month as a table of its weeks; on narrow screens the list takes its place. */
export function CalendarGrid({ month, today, weeks, items }: CalendarGridProps) {
  return (
    <table className="w-full table-fixed border-collapse max-md:hidden">
      <thead>
        <tr>
          {weeks[0]?.map((day) => (
            <th key={day} scope="col" className="px-2 py-1 text-left text-sm font-medium text-muted">
              {formatWeekday(day)}
            </th>
          ))}
        </tr>
      </thead>
      <tbody>
        {weeks.map((week) => (
          <tr key={week[0]}>
            {week.map((day) => (
              <td
                key={day}
                aria-current={day === today ? 'date' : undefined}
                className={cn(
                  'h-28 border border-line bg-surface p-1.5 align-top',
                  !day.startsWith(month) && 'bg-subtle',
                )}
              >
                <time
                  dateTime={day}
                  aria-label={formatDay(day)}
                  className={cn(
                    'inline-grid size-6 place-items-center text-sm tabular-nums',
                    day === today ? 'rounded-full bg-accent-solid font-medium text-on-solid' : 'text-muted',
                  )}
                >
                  {Number(day.slice(8))}
                </time>
                <Day items={items.filter((item) => item.day === day)} />
              </td>
            ))}
          </tr>
        ))}
      </tbody>
    </table>
  );
}

function Day({ items }: { items: readonly CalendarEntry[] }) {
  if (items.length === 0) return null;
  return (
    <ul className="mt-1 flex flex-col gap-1">
      {items.map((item) => (
        <li key={item.id}>
          <Link
            href={`/campaigns/${item.id}`}
            className="flex flex-col gap-0.5 rounded-sm border border-line bg-raised px-1.5 py-1 text-sm hover:bg-hover"
          >
            <span className="truncate font-medium" title={withStandIns(item.name)}>
              {withStandIns(item.name)}
            </span>
            <span className="flex flex-wrap items-center gap-1">
              <span className="text-muted tabular-nums">{timeOf(item)}</span>
              <CampaignStatusBadge status={item.status} />
            </span>
          </Link>
        </li>
      ))}
    </ul>
  );
}

/** The same month as a list of the days something is on. */
export function CalendarList({ items }: { items: readonly CalendarEntry[] }) {
  const days = Map.groupBy(items, ({ day }) => day);
  return (
    <ol className="flex flex-col gap-4">
      {[...days].map(([day, ofDay]) => (
        <li key={day}>
          <h3 className="text-sm font-medium text-muted">
            {formatWeekday(day)}, {formatDay(day)}
          </h3>
          <Day items={ofDay} />
        </li>
      ))}
    </ol>
  );
}

function timeOf({ time, isLocal }: CalendarEntry): string {
  return isLocal ? `${time} local time` : time;
}
