import { deliverabilityRoutes, periods } from '@engagex/domain/deliverability';
import { keepPreviousData, useQuery } from '@tanstack/react-query';
import { routeQuery } from '../../shared/query.ts';
import { useCan } from '../../shared/session.ts';
import { useUrlState } from '../../shared/url-state.ts';
import { ButtonLink } from '../../ui/button.tsx';
import { EmptyState } from '../../ui/empty-state.tsx';
import { ErrorState } from '../../ui/error-state.tsx';
import { Page, PageHeader } from '../../ui/page.tsx';
import { Select } from '../../ui/select.tsx';
import { SkeletonLines } from '../../ui/skeleton.tsx';
import { PostmasterCard } from '../postmaster/index.ts';
import { ComplaintsChart } from './components/complaints-chart.tsx';
import { IncidentsCard } from './components/incidents-card.tsx';
import { OutcomesChart } from './components/outcomes-chart.tsx';
import { ProvidersCard } from './components/providers-card.tsx';
import { SuggestionsCard } from './components/suggestions-card.tsx';

const everyDomain = 'all';
const periodOptions = periods.map((days) => ({ value: String(days), label: `Last ${days} days` }));
const usualPeriod = '30';

/** How mailbox providers take the mail of each sending domain. */
export function DeliverabilityPage() {
  const [period, setPeriod] = useUrlState('days');
  const [domain, setDomain] = useUrlState('domain');
  const days = periods.find((each) => String(each) === period) ?? Number(usualPeriod);
  const query = useQuery({
    ...routeQuery(deliverabilityRoutes.get, { days, domain: domain || undefined }),
    placeholderData: keepPreviousData,
  });
  const { data } = query;
  const canSeeIncidents = useCan('transports:read');
  const domains = [...new Set(data?.cells.map((cell) => cell.domain))];
  const ofDomain = <Item extends { readonly domain: string }>(items: readonly Item[]) =>
    domain ? items.filter((each) => each.domain === domain) : items;
  return (
    <Page>
      <PageHeader
        title="Deliverability"
        state="How mailbox providers take your messages. Days are in UTC."
        action={
          <>
            {canSeeIncidents && data?.incidents.length === 0 && (
              <ButtonLink href="/deliverability/incidents?state=all">Incidents</ButtonLink>
            )}
            {domains.length > 1 && (
              <Select
                aria-label="Sending domain"
                className="w-52"
                options={[
                  { value: everyDomain, label: 'All sending domains' },
                  ...domains.map((each) => ({ value: each, label: each })),
                ]}
                value={domain || everyDomain}
                onChange={(next) => setDomain(next === everyDomain ? '' : next)}
              />
            )}
            <Select
              aria-label="Period"
              className="w-36"
              options={periodOptions}
              value={String(days)}
              onChange={(next) => setPeriod(next === usualPeriod ? '' : next)}
            />
          </>
        }
      />
      {query.error && !data && (
        <ErrorState
          error={query.error}
          what="The deliverability report could not be loaded."
          onRetry={() => void query.refetch()}
        />
      )}
      {!data && !query.error && <SkeletonLines label="Loading deliverability" lines={8} />}
      {data && (
        <>
          <IncidentsCard incidents={ofDomain(data.incidents)} />
          <SuggestionsCard suggestions={ofDomain(data.suggestions)} />
          {data.cells.length === 0 && <PostmasterCard domain={domain} />}
          {data.cells.length === 0 ? (
            <EmptyState picture="envelope">
              Once you have sent something, you see here what each mailbox provider accepted, deferred and refused, and
              how many people complained.
            </EmptyState>
          ) : (
            <>
              <ProvidersCard cells={ofDomain(data.cells)} />
              <PostmasterCard domain={domain} />
              <div className="grid gap-5 lg:grid-cols-2">
                <OutcomesChart days={data.days} />
                <ComplaintsChart days={data.days} />
              </div>
            </>
          )}
        </>
      )}
    </Page>
  );
}
