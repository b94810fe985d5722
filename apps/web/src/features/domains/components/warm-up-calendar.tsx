import type { WarmUpDay } from '@engagex/domain/transports';
import { Check } from 'lucide-react';
import { formatDay, formatNumber } from '../../../shared/format.ts';
import { cn } from '../../../ui/class-names.ts';

interface WarmUpCalendarProps {
  readonly days: readonly WarmUpDay[];
  readonly today: string;
  readonly domain: string;
}

/** Every day of a plan with how much may go out on it. */
export function WarmUpCalendar({ days, today, domain }: WarmUpCalendarProps) {
  return (
    <ol aria-label={`Warm-up of ${domain}`} className="grid grid-cols-[repeat(auto-fill,minmax(6.5rem,1fr))] gap-1.5">
      {days.map(({ day, cap }) => (
        <li
          key={day}
          aria-current={day === today ? 'date' : undefined}
          className={cn(
            'rounded-sm border px-2 py-1 text-sm',
            day === today ? 'border-accent' : 'border-line',
            day < today && 'bg-subtle',
          )}
        >
          <div className="flex items-center gap-1 text-muted">
            {day < today && <Check role="img" aria-label="Over" className="size-3.5" />}
            {day === today ? 'Today' : formatDay(day)}
          </div>
          <div className="font-medium tabular-nums">{formatNumber(cap)}</div>
        </li>
      ))}
    </ol>
  );
}
