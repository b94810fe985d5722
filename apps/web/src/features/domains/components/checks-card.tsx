import { type DomainCheckView, domainsRoutes } from '@engagex/domain/domains';
import { useQuery } from '@tanstack/react-query';
import { useState } from 'react';
import { formatCount } from '../../../shared/format.ts';
import { routeQuery } from '../../../shared/query.ts';
import { Button } from '../../../ui/button.tsx';
import { Card, CardBody, CardHeader } from '../../../ui/card.tsx';
import { ErrorState } from '../../../ui/error-state.tsx';
import { SkeletonLines } from '../../../ui/skeleton.tsx';
import { Time } from '../../../ui/time.tsx';
import { DomainStateBadge } from './domain-state.tsx';

const shownAtFirst = 8;
const reasonWords: Readonly<Record<DomainCheckView['reason'], string>> = {
  schedule: 'Automatic check',
  person: 'Manual check',
  link: 'From the link',
  launch: 'Before a campaign',
};

/** Checks one after the other that said the same. */
interface Stretch {
  readonly last: DomainCheckView;
  readonly first: DomainCheckView;
  readonly count: number;
}

/** How the domain got into its state: checks, those that said the same in one line. */
export function ChecksCard({ id }: { id: string }) {
  const [showsAll, setShowsAll] = useState(false);
  const query = useQuery(routeQuery(domainsRoutes.checks, { id }));
  const stretches = stretchesOf(query.data?.items ?? []);
  const shown = showsAll ? stretches : stretches.slice(0, shownAtFirst);
  return (
    <Card aria-label="History">
      <CardHeader title="History" state="What each check found" />
      {query.error && !query.data && (
        <ErrorState error={query.error} what="The history could not be loaded." onRetry={() => void query.refetch()} />
      )}
      {query.isPending && (
        <CardBody>
          <SkeletonLines label="Loading history" lines={3} />
        </CardBody>
      )}
      {query.data?.items.length === 0 && <CardBody className="text-muted">Not checked yet.</CardBody>}
      <ol className="divide-y divide-line">
        {shown.map(({ last, first, count }) => (
          <li key={last.id} className="grid gap-x-4 gap-y-1 px-4 py-2.5 sm:grid-cols-[9rem_1fr_auto]">
            <span className="text-sm text-muted">
              <Time value={last.at} />
            </span>
            <span className="min-w-0 wrap-anywhere">
              {last.summary}{' '}
              <span className="text-sm text-muted">
                {'· '}
                {count === 1 ? (
                  reasonWords[last.reason]
                ) : (
                  <>
                    {formatCount(count, 'check')} since <Time value={first.at} />
                  </>
                )}
              </span>
            </span>
            <DomainStateBadge state={last.state} />
          </li>
        ))}
      </ol>
      {stretches.length > shownAtFirst && !showsAll && (
        <CardBody className="border-t border-line">
          <Button size="small" onClick={() => setShowsAll(true)}>
            Show all
          </Button>
        </CardBody>
      )}
    </Card>
  );
}

export function stretchesOf(checks: readonly DomainCheckView[]): Stretch[] {
  const stretches: Stretch[] = [];
  for (const check of checks) {
    const before = stretches.at(-1);
    if (before && before.first.summary === check.summary && before.first.state === check.state)
      stretches[stretches.length - 1] = { ...before, first: check, count: before.count + 1 };
    else stretches.push({ last: check, first: check, count: 1 });
  }
  return stretches;
}
