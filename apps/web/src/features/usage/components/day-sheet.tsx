import { type Meter, meterNames, type UsageOfHour, usageRoutes } from '@engagex/domain/usage';
import { useInfiniteQuery, useQuery } from '@tanstack/react-query';
import { ChevronRight } from 'lucide-react';
import { useState } from 'react';
import { formatCount, formatDay, formatNumber } from '../../../shared/format.ts';
import { routePages, routeQuery } from '../../../shared/query.ts';
import { Button } from '../../../ui/button.tsx';
import { ErrorState } from '../../../ui/error-state.tsx';
import { Sheet } from '../../../ui/sheet.tsx';
import { SkeletonLines } from '../../../ui/skeleton.tsx';
import { kindNames } from '../meter-words.ts';

interface DaySheetProps {
  readonly meter: Meter;
  /** Null while closed. */
  readonly day: string | null;
  readonly onClose: () => void;
}

export function DaySheet({ meter, day, onClose }: DaySheetProps) {
  return (
    <Sheet
      open={day !== null}
      onOpenChange={(open) => !open && onClose()}
      title={day ? `${meterNames[meter].name} on ${formatDay(day)}` : ''}
    >
      {day && <Hours meter={meter} day={day} />}
    </Sheet>
  );
}

function Hours({ meter, day }: { readonly meter: Meter; readonly day: string }) {
  const query = useQuery(routeQuery(usageRoutes.hours, { day, meter }));
  if (query.error)
    return (
      <div className="p-5">
        <ErrorState error={query.error} what="The hours could not be loaded." onRetry={() => void query.refetch()} />
      </div>
    );
  if (!query.data) return <SkeletonLines label="Loading hours" lines={6} />;
  return (
    <ul className="flex flex-col divide-y divide-line p-5 pt-2">
      {query.data.hours.map((hour) => (
        <Hour key={`${hour.hour} ${hour.kind}`} hour={hour} />
      ))}
    </ul>
  );
}

/** Its entries are fetched once it is opened. */
function Hour({ hour }: { readonly hour: UsageOfHour }) {
  const [isOpen, setOpen] = useState(false);
  return (
    <li>
      <details className="group" onToggle={({ currentTarget }) => setOpen(currentTarget.open)}>
        <summary className="flex min-h-11 cursor-pointer list-none items-center gap-3 [&::-webkit-details-marker]:hidden">
          <ChevronRight aria-hidden className="size-4 text-muted group-open:rotate-90" />
          <span className="tabular-nums">{hour.hour.slice(11, 16)} UTC</span>
          <span className="text-muted">{kindNames[hour.kind]}</span>
          {!hour.isFrozen && <span className="text-sm text-muted">not final yet</span>}
          <span className="ml-auto tabular-nums">{formatNumber(hour.quantity)}</span>
        </summary>
        {isOpen && <Entries hour={hour} />}
      </details>
    </li>
  );
}

function Entries({ hour: { hour, meter, kind, entries } }: { readonly hour: UsageOfHour }) {
  const query = useInfiniteQuery(routePages(usageRoutes.entries, { meter, hour, kind, limit: 50 }));
  if (query.error)
    return (
      <ErrorState error={query.error} what="The entries could not be loaded." onRetry={() => void query.refetch()} />
    );
  if (!query.data) return <SkeletonLines label="Loading entries" lines={3} />;
  return (
    <div className="flex flex-col gap-2 pb-4 pl-7">
      <p className="text-sm text-muted">{formatCount(entries, 'entry', 'entries')}</p>
      <ul className="flex flex-col gap-1.5 text-sm">
        {query.data.map(({ actId, about, quantity }) => (
          <li key={actId} className="flex gap-3">
            <span className="min-w-0 flex-1">
              {about && <span className="block truncate">{about}</span>}
              <code className="block truncate font-mono text-xs text-muted">{actId}</code>
            </span>
            <span className="tabular-nums">{formatNumber(quantity)}</span>
          </li>
        ))}
      </ul>
      {query.hasNextPage && (
        <Button size="small" loading={query.isFetchingNextPage} onClick={() => void query.fetchNextPage()}>
          Show more
        </Button>
      )}
    </div>
  );
}
