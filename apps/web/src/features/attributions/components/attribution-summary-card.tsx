import { attributionsRoutes, type AttributionSummary } from '@engagex/domain/attributions';
import { useQuery } from '@tanstack/react-query';
import { formatAmount, formatCount, formatNumber, formatShare } from '../../../shared/format.ts';
import { routeQuery } from '../../../shared/query.ts';
import { Card, CardBody, CardHeader } from '../../../ui/card.tsx';
import { ErrorState } from '../../../ui/error-state.tsx';
import { SkeletonLines } from '../../../ui/skeleton.tsx';
import { outcomeWords } from './conversion-words.ts';

/** Every conversion of the last days, and why those without a campaign have none. */
export function AttributionSummaryCard() {
  const query = useQuery(routeQuery(attributionsRoutes.summary, {}));
  const { data } = query;
  return (
    <Card aria-label="Conversions of the last 30 days">
      <CardHeader title="Last 30 days" state={data && stateOf(data)} />
      <CardBody className="flex flex-col gap-4">
        {query.error && !data && (
          <ErrorState
            error={query.error}
            what="Conversions could not be loaded."
            onRetry={() => void query.refetch()}
          />
        )}
        {query.isPending && <SkeletonLines label="Loading conversions" lines={4} />}
        {data?.conversions === 0 && (
          <p className="text-muted">Conversions appear here with the reason why a campaign was credited or not.</p>
        )}
        {data && data.conversions > 0 && <Outcomes of={data} />}
      </CardBody>
    </Card>
  );
}

function stateOf({ conversions }: AttributionSummary): string {
  return conversions === 0
    ? 'No conversions were reported'
    : `${formatCount(conversions, 'conversion')}, each counted once`;
}

function Outcomes({ of: { conversions, outcomes, revenue } }: { of: AttributionSummary }) {
  return (
    <>
      <dl className="grid grid-cols-[1fr_auto] gap-x-4 gap-y-1.5 tabular-nums">
        {outcomes.map(({ outcome, conversions: count }) => (
          <div key={outcome} className="contents">
            <dt className="text-muted">{outcomeWords[outcome]}</dt>
            <dd className="text-right">
              {formatNumber(count)} ({formatShare(count, conversions)})
            </dd>
          </div>
        ))}
      </dl>
      <ul className="flex flex-col gap-1">
        {revenue.map(({ currency, total, attributed }) => (
          <li key={currency}>
            {formatAmount(attributed, currency)} of {formatAmount(total, currency)} attributed to campaigns
          </li>
        ))}
      </ul>
    </>
  );
}
