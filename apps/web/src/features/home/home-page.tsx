import { analyticsRoutes, type Dashboard } from '@engagex/domain/analytics';
import { withStandIns } from '@engagex/domain/shared';
import { useQuery } from '@tanstack/react-query';
import { lazy, Suspense } from 'react';
import { Link } from 'wouter';
import { formatNumber, formatShare, zoneInWords } from '../../shared/format.ts';
import { routeQuery } from '../../shared/query.ts';
import { useCan, useOrganization } from '../../shared/session.ts';
import { Card, CardBody, CardHeader } from '../../ui/card.tsx';
import { ErrorState } from '../../ui/error-state.tsx';
import { LiveDot } from '../../ui/live-dot.tsx';
import { Page, PageHeader } from '../../ui/page.tsx';
import { Skeleton, SkeletonLines } from '../../ui/skeleton.tsx';
import { Stat } from '../../ui/stat.tsx';
import { ApprovalsCard } from './components/approvals-card.tsx';
import { FirstSteps } from './components/first-steps.tsx';

const DaysChart = lazy(async () => ({ default: (await import('./components/days-chart.tsx')).DaysChart }));

export function HomePage() {
  const { name } = useOrganization();
  const query = useQuery(routeQuery(analyticsRoutes.dashboard, {}));
  return (
    <Page>
      <PageHeader title={name} state={<LiveDot />} />
      {query.error && !query.data && (
        <ErrorState error={query.error} what="The overview could not be loaded." onRetry={() => void query.refetch()} />
      )}
      {query.isPending && <SkeletonLines label="Loading the overview" lines={8} />}
      <ApprovalsCard />
      {query.data && <Overview dashboard={query.data} />}
    </Page>
  );
}

function Overview({ dashboard }: { dashboard: Dashboard }) {
  const canSeeContacts = useCan('contacts:read');
  const canSeeTemplates = useCan('templates:read');
  const canWrite = useCan('campaigns:write');
  const hasSent =
    dashboard.days.some(({ accepted }) => accepted > 0) || dashboard.recent.some(({ audience }) => audience !== null);
  return (
    <>
      {canWrite && !hasSent && <FirstSteps dashboard={dashboard} />}
      <dl className="grid grid-cols-2 gap-3 md:grid-cols-4">
        <Stat
          label="Contacts"
          value={formatNumber(dashboard.contacts)}
          detail={`${formatNumber(dashboard.subscribed)} subscribed`}
          {...(canSeeContacts ? { href: '/contacts' } : {})}
        />
        <Stat label="Groups" value={formatNumber(dashboard.groups)} {...(canSeeContacts ? { href: '/groups' } : {})} />
        <Stat
          label="Templates"
          value={formatNumber(dashboard.templates)}
          {...(canSeeTemplates ? { href: '/templates' } : {})}
        />
        <Stat label="Campaigns" value={formatNumber(dashboard.campaigns)} href="/campaigns" />
      </dl>
      <Card>
        <CardHeader
          title="The last 30 days"
          state={`Messages accepted, people who opened and clicked, by day in ${zoneInWords(dashboard.timeZone)}`}
        />
        <CardBody>
          <Suspense fallback={<Skeleton className="h-56" />}>
            <DaysChart days={dashboard.days} />
          </Suspense>
        </CardBody>
      </Card>
      {dashboard.recent.length > 0 && <Recent campaigns={dashboard.recent} />}
    </>
  );
}

function Recent({ campaigns }: { campaigns: Dashboard['recent'] }) {
  const canWrite = useCan('campaigns:write');
  return (
    <Card>
      <CardHeader title="Latest campaigns" />
      <CardBody>
        <ul className="flex flex-col divide-y divide-line">
          {campaigns.map((campaign) => (
            <li key={campaign.id} className="flex flex-wrap items-baseline justify-between gap-x-4 gap-y-1 py-2">
              <Link
                href={`/campaigns/${campaign.id}${campaign.status === 'draft' && canWrite ? '/edit' : ''}`}
                className="min-w-0 font-medium wrap-anywhere hover:underline"
              >
                {withStandIns(campaign.name)}
              </Link>
              <span className="text-sm text-muted">{wordsOf(campaign)}</span>
            </li>
          ))}
        </ul>
      </CardBody>
    </Card>
  );
}

/** How far it is, and whether it needs somebody. */
function wordsOf({ status, audience, accepted, opened, heldFor, pauseReason }: Dashboard['recent'][number]): string {
  if (status === 'scheduled') return 'scheduled';
  if (audience === null) return status === 'launching' ? 'starting' : 'draft';
  const share = accepted === 0 ? 'none' : formatShare(opened, accepted);
  const counts = `${formatNumber(accepted)} of ${formatNumber(audience)} accepted, ${share} opened`;
  if (heldFor === 'choice') return `waiting for a choice; ${counts}`;
  if (status === 'paused') return `${pauseReason ? 'paused automatically' : 'paused'}; ${counts}`;
  return counts;
}
