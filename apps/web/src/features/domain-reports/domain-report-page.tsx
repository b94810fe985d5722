import { domainReportsRoutes, type DomainReportView, explainPolicy } from '@engagex/domain/domain-reports';
import { useQuery } from '@tanstack/react-query';
import { useParams } from 'wouter';
import { formatCount, formatNumber, formatShare } from '../../shared/format.ts';
import { routeQuery } from '../../shared/query.ts';
import { Card, CardBody, CardHeader } from '../../ui/card.tsx';
import { EmptyState } from '../../ui/empty-state.tsx';
import { ErrorState } from '../../ui/error-state.tsx';
import { Page, PageHeader } from '../../ui/page.tsx';
import { SkeletonLines } from '../../ui/skeleton.tsx';
import { Stat } from '../../ui/stat.tsx';
import { SourcesCard } from './components/sources-card.tsx';
import { StandardsCard } from './components/standards-card.tsx';
import { TlsCard } from './components/tls-card.tsx';
import { TrendChart } from './components/trend-chart.tsx';
import { usePeriod } from './period.tsx';

/** What receivers report on one domain. */
export function DomainReportPage() {
  const { domain } = useParams<{ domain: string }>();
  const { days, select } = usePeriod();
  const query = useQuery(routeQuery(domainReportsRoutes.get, { domain, days }));
  const { data } = query;
  return (
    <Page>
      <PageHeader
        title={domain}
        state={data && `${formatCount(data.reports, 'report')} in this period`}
        trail={[{ name: 'DMARC reports', href: '/settings/domain-reports' }]}
        action={select}
      />
      {query.error && !data && (
        <ErrorState error={query.error} what="The reports could not be loaded." onRetry={() => void query.refetch()} />
      )}
      {query.isPending && <SkeletonLines label="Loading the reports" lines={8} />}
      {data?.reports === 0 && (
        <EmptyState picture="circles">There are no reports on {domain} in this period.</EmptyState>
      )}
      {data && data.totals.messages > 0 && <Messages report={data} />}
      {data && data.tls.sessions > 0 && <TlsCard tls={data.tls} />}
      <StandardsCard domain={domain} />
    </Page>
  );
}

function Messages({ report }: { report: DomainReportView }) {
  const { messages, passed, dkimAligned, spfAligned, quarantined, rejected } = report.totals;
  const { policy } = report;
  return (
    <>
      <dl className="grid grid-cols-2 gap-3 md:grid-cols-4">
        <Stat
          label="Messages"
          value={formatNumber(messages)}
          detail={`from ${formatCount(report.reporters.length, 'reporter')}`}
        />
        <Stat
          label="Pass DMARC"
          value={formatShare(passed, messages)}
          detail={`${formatNumber(messages - passed)} fail`}
        />
        <Stat
          label="Aligned"
          value={`${formatShare(dkimAligned, messages)} DKIM`}
          detail={`${formatShare(spfAligned, messages)} SPF`}
        />
        <Stat
          label="Policy"
          value={policy?.p ?? 'Not published'}
          detail={`${formatNumber(quarantined)} quarantined, ${formatNumber(rejected)} rejected`}
        />
      </dl>
      {policy && <p className="text-muted">{explainPolicy(policy.p)}</p>}
      <Card>
        <CardHeader title="Per day" state="Messages that passed and failed DMARC, in UTC" />
        <CardBody>
          <TrendChart trend={report.trend} />
        </CardBody>
      </Card>
      <SourcesCard domain={report.domain} sources={report.sources} />
    </>
  );
}
