import { type ForecastOfLimit, plansRoutes } from '@engagex/domain/plans';
import { useQuery } from '@tanstack/react-query';
import { formatDateTime, formatDay, formatNumber } from '../../../shared/format.ts';
import { routeQuery } from '../../../shared/query.ts';
import { Card, CardBody, CardHeader } from '../../../ui/card.tsx';
import { ErrorState } from '../../../ui/error-state.tsx';
import { SkeletonLines } from '../../../ui/skeleton.tsx';
import { limitNames } from '../plan-words.ts';

/** What the month will come to, and when a limit is reached. */
export function ForecastCard() {
  const query = useQuery({ ...routeQuery(plansRoutes.forecast, {}), refetchInterval: 60_000 });
  if (query.error && !query.data)
    return (
      <ErrorState error={query.error} what="The forecast could not be loaded." onRetry={() => void query.refetch()} />
    );
  if (!query.data) return <SkeletonLines label="Loading the forecast" lines={3} />;
  const { items, until } = query.data;
  return (
    <Card>
      <CardHeader title="Forecast" state={`Until the month ends, ${formatDateTime(until)}`} />
      <CardBody className="flex flex-col gap-4">
        {items.length === 0 ? (
          <p>A forecast is made once three whole days (UTC) have been counted.</p>
        ) : (
          <>
            <dl className="grid gap-4 sm:grid-cols-2">
              {items.map((item) => (
                <Foreseen key={item.of} item={item} />
              ))}
            </dl>
            <p className="max-w-prose text-sm text-muted">
              Each day to come is expected to be like the same weekday of the last four weeks; in the first two weeks,
              like any day so far. A day far above the others of its weekday counts as a one-off and is left out. The
              month ends within the range in eight of ten cases.
            </p>
          </>
        )}
      </CardBody>
    </Card>
  );
}

function Foreseen({ item }: { readonly item: ForecastOfLimit }) {
  const { of, low, expected, high } = item;
  const limit = limitWords(item);
  return (
    <div>
      <dt className="text-sm text-muted">{limitNames[of]}</dt>
      <dd className="text-lg font-semibold tabular-nums">
        {high === 0 ? 'None' : `About ${formatNumber(roughly(expected))}`}
      </dd>
      {high > low && (
        <dd className="text-sm text-muted tabular-nums">
          {`Between ${formatNumber(roughly(low))} and ${formatNumber(roughly(high))}`}
        </dd>
      )}
      {limit && <dd className="text-sm">{limit}</dd>}
    </div>
  );
}

function limitWords({ amount, used, high, reachedOn }: ForecastOfLimit): string | null {
  if (amount === null) return null;
  const limit = `your plan’s ${formatNumber(amount)}`;
  if (used >= amount) return `All of ${limit} are used.`;
  if (reachedOn) return `On ${formatDay(reachedOn)}, ${limit} are used up.`;
  return high >= amount ? `May exceed ${limit}.` : `Stays below ${limit}.`;
}

/** To three digits: more would pretend to know. */
function roughly(value: number): number {
  const unit = 10 ** Math.max(0, Math.floor(Math.log10(Math.max(1, value))) - 2);
  return Math.round(value / unit) * unit;
}
