import { operatorsRoutes, type PlanInUse } from '@engagex/domain/operators';
import { includes, limited } from '@engagex/domain/plans';
import { type PlanFeature, planFeatureNames, planFeatures } from '@engagex/domain/shared';
import { useQuery } from '@tanstack/react-query';
import { Link } from 'wouter';
import { formatCount, formatNumber } from '../../shared/format.ts';
import { routeQuery } from '../../shared/query.ts';
import { Badge } from '../../ui/badge.tsx';
import { Card, CardBody, CardHeader } from '../../ui/card.tsx';
import { ErrorState } from '../../ui/error-state.tsx';
import { Page, PageHeader } from '../../ui/page.tsx';
import { SkeletonLines } from '../../ui/skeleton.tsx';
import { limitInWords, limitNames } from '../plans/index.ts';
import { meterPrices, priceInWords } from './plan-words.ts';

/** The plans that PLANS_FILE describes, and how many organizations are on each. */
export function PlansPage() {
  const query = useQuery(routeQuery(operatorsRoutes.plans, {}));
  return (
    <Page>
      <PageHeader
        title="Plans"
        state="As PLANS_FILE describes them. To change one, edit the file and restart the API and workers."
      />
      {query.error && !query.data && (
        <ErrorState error={query.error} what="The plans could not be loaded." onRetry={() => void query.refetch()} />
      )}
      {!query.data && !query.error && <SkeletonLines label="Loading plans" lines={6} />}
      {query.data?.items.map((each) => (
        <PlanCard key={each.plan.key} {...each} />
      ))}
    </Page>
  );
}

function PlanCard({ plan, organizations }: PlanInUse) {
  const { key, name, description, isDefault, limits, requestsPerMinute, trialDays } = plan;
  const missing = planFeatures.filter((feature) => !includes(plan, feature));
  const rows = [
    ...limited.map((of) => [limitNames[of], limitInWords(of, limits[of])] as const),
    [
      'API requests',
      requestsPerMinute ? `${formatNumber(requestsPerMinute)} a minute` : 'No limit of the plan',
    ] as const,
    ...(trialDays ? [['Trial', formatCount(trialDays, 'day')] as const] : []),
    ['Price', priceInWords(plan)] as const,
    ['Features', featuresInWords(missing)] as const,
  ];
  return (
    <Card>
      <CardHeader
        title={
          <span className="flex flex-wrap items-center gap-2">
            {name} <span className="font-mono text-sm font-normal text-muted">{key}</span>
            {isDefault && <Badge meaning="info">Default</Badge>}
          </span>
        }
        state={description}
        action={
          <Link href={`/?plan=${encodeURIComponent(key)}`} className="font-medium hover:underline">
            {formatCount(organizations, 'organization')}
          </Link>
        }
      />
      <CardBody>
        <dl className="grid gap-x-6 gap-y-2 sm:grid-cols-2 lg:grid-cols-3">
          {rows.map(([label, value]) => (
            <div key={label}>
              <dt className="text-sm text-muted">{label}</dt>
              <dd>{value}</dd>
            </div>
          ))}
        </dl>
        {meterPrices(plan).map((line) => (
          <p key={line} className="mt-3 text-sm text-muted">
            {line}
          </p>
        ))}
      </CardBody>
    </Card>
  );
}

function featuresInWords(missing: readonly PlanFeature[]): string {
  if (missing.length === 0) return 'All';
  if (missing.length === planFeatures.length) return 'None';
  return `All but ${new Intl.ListFormat('en').format(missing.map((feature) => planFeatureNames[feature]))}`;
}
