import { plansRoutes } from '@engagex/domain/plans';
import { useQuery } from '@tanstack/react-query';
import { formatCount, formatDay, formatNumber } from '../../../shared/format.ts';
import { routeQuery } from '../../../shared/query.ts';
import { Card, CardBody, CardHeader } from '../../../ui/card.tsx';
import { ErrorState } from '../../../ui/error-state.tsx';
import { ProgressBar } from '../../../ui/progress-bar.tsx';
import { SkeletonLines } from '../../../ui/skeleton.tsx';

/** The plan, and how much of this month's emails is used and reserved. */
export function PlanCard() {
  const query = useQuery({ ...routeQuery(plansRoutes.current, {}), refetchInterval: 30_000 });
  if (query.error && !query.data)
    return <ErrorState error={query.error} what="The plan could not be loaded." onRetry={() => void query.refetch()} />;
  if (!query.data) return <SkeletonLines label="Loading the plan" lines={3} />;
  const { plan, until, uses } = query.data;
  const emails = uses.find((use) => use.of === 'emails');
  if (!emails) return null;
  const taken = emails.used + emails.reserved;
  const reserved = emails.reserved > 0 ? `, ${formatNumber(emails.reserved)} of them in messages on their way` : '';
  return (
    <Card>
      <CardHeader
        title={`Plan: ${plan.name}`}
        state={`This month ends on ${formatDay(until.slice(0, 10))} at 00:00 UTC.`}
      />
      <CardBody>
        {emails.amount === null ? (
          <p>
            {formatCount(taken, 'email', 'emails')} this month{reserved}. Your plan has no limit.
          </p>
        ) : (
          <ProgressBar
            label="Emails this month"
            value={taken}
            total={emails.amount}
            detail={`emails this month${reserved}${beyond(taken, emails.amount, emails.most)}`}
          />
        )}
      </CardBody>
    </Card>
  );
}

function beyond(taken: number, limit: number, most: number | null): string {
  if (taken < limit || most === null) return '';
  return taken < most
    ? `. Campaigns are still sent up to ${formatNumber(most)}`
    : '. Campaigns are not sent until the month ends; messages of your programs are';
}
