import { type HeldBack, frequencyRoutes } from '@engagex/domain/frequency';
import { useQuery } from '@tanstack/react-query';
import { Link } from 'wouter';
import { formatCount, formatNumber } from '../../../shared/format.ts';
import { routeQuery } from '../../../shared/query.ts';
import { Card, CardBody, CardHeader } from '../../../ui/card.tsx';
import { ErrorState } from '../../../ui/error-state.tsx';
import { SkeletonLines } from '../../../ui/skeleton.tsx';
import { Time } from '../../../ui/time.tsx';

/** Whom the limits held back in campaigns of the last 30 days; each number leads to the people. */
export function HeldBackCard() {
  const query = useQuery(routeQuery(frequencyRoutes.heldBack, {}));
  return (
    <Card>
      <CardHeader title="Held back" state={query.data ? stateOf(query.data) : 'Campaigns of the last 30 days'} />
      <CardBody>
        {query.error && !query.data && (
          <ErrorState error={query.error} what="This could not be counted." onRetry={() => void query.refetch()} />
        )}
        {query.isPending && <SkeletonLines label="Counting" lines={3} />}
        {query.data?.campaigns.length === 0 && <p className="text-muted">Nobody was held back.</p>}
        <ul className="divide-y divide-line">
          {query.data?.campaigns.map(({ campaignId, name, launchedAt, skipped, waiting }) => (
            <li key={campaignId} className="flex flex-wrap items-baseline justify-between gap-x-4 gap-y-1 py-2">
              <span className="min-w-0 wrap-anywhere">
                <Link href={`/campaigns/${campaignId}`} className="font-medium hover:underline">
                  {name}
                </Link>
                {launchedAt && (
                  <span className="text-sm text-muted">
                    {' '}
                    started <Time value={launchedAt} />
                  </span>
                )}
              </span>
              <span className="flex gap-4">
                {skipped > 0 && (
                  <Link href={`/campaigns/${campaignId}?state=skipped`} className="hover:underline">
                    {formatNumber(skipped)} skipped
                  </Link>
                )}
                {waiting > 0 && (
                  <Link href={`/campaigns/${campaignId}?state=pending`} className="hover:underline">
                    {formatNumber(waiting)} waiting
                  </Link>
                )}
              </span>
            </li>
          ))}
        </ul>
      </CardBody>
    </Card>
  );
}

function stateOf({ skipped, waiting }: HeldBack): string {
  const wait = waiting > 0 ? `, ${formatNumber(waiting)} waiting for quiet hours to end` : '';
  return `Campaigns of the last 30 days: ${formatCount(skipped, 'person', 'people')} over a limit${wait}`;
}
