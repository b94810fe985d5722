import { deliveryTestsRoutes } from '@engagex/domain/delivery-tests';
import { type DomainView, domainsRoutes } from '@engagex/domain/domains';
import { transportsRoutes } from '@engagex/domain/transports';
import { useQuery } from '@tanstack/react-query';
import { useParams } from 'wouter';
import { routeQuery } from '../../shared/query.ts';
import { useCan } from '../../shared/session.ts';
import { useUrlState } from '../../shared/url-state.ts';
import { EmptyState } from '../../ui/empty-state.tsx';
import { ErrorState } from '../../ui/error-state.tsx';
import { FailedPage } from '../../ui/failed-page.tsx';
import { Page, PageHeader } from '../../ui/page.tsx';
import { Select } from '../../ui/select.tsx';
import { SkeletonLines } from '../../ui/skeleton.tsx';
import { Time } from '../../ui/time.tsx';
import { latestByTransport } from './components/delivery-test-card.tsx';
import { countsInWords } from './components/delivery-words.ts';
import { FindingsCard } from './components/findings-card.tsx';
import { HistoryCard } from './components/history-card.tsx';
import { RunTest } from './components/run-test.tsx';
import { TestState } from './components/test-state.tsx';
import { TimelineCard } from './components/timeline-card.tsx';

const trail = [
  { name: 'Settings', href: '/settings' },
  { name: 'Sending domains', href: '/settings/domains' },
];

/** The delivery tests of a domain: one transport at a time. */
export function DeliveryTestsPage() {
  const { id = '' } = useParams();
  const domain = useQuery(routeQuery(domainsRoutes.get, { id }));
  if (domain.error && !domain.data)
    return <FailedPage error={domain.error} noun="domain" trail={trail} onRetry={() => void domain.refetch()} />;
  return (
    <Page>
      {domain.data ? <OfDomain domain={domain.data} /> : <SkeletonLines label="Loading delivery tests" lines={8} />}
    </Page>
  );
}

function OfDomain({ domain: { id: domainId, displayName } }: { domain: DomainView }) {
  const [chosen, setChosen] = useUrlState('transport');
  const [shown, setShown] = useUrlState('test');
  const canRun = useCan('campaigns:send');
  const canSeeTransports = useCan('transports:read');
  const list = useQuery(routeQuery(deliveryTestsRoutes.list, { domainId }));
  const all = useQuery({ ...routeQuery(transportsRoutes.list, {}), enabled: canSeeTransports });
  const transports = transportsOf(all.data?.items ?? [], list.data?.items ?? []);
  const transportId = transports.find(({ id }) => id === chosen)?.id ?? transports[0]?.id ?? null;
  const tests = list.data?.items.filter((test) => test.transportId === transportId) ?? [];
  const testId = tests.find(({ id }) => id === shown)?.id ?? tests[0]?.id ?? null;
  const isRunning = tests.some(({ state }) => state !== 'done');
  const isLoaded = list.data !== undefined && (!canSeeTransports || all.data !== undefined);
  const run = (isPrimary: boolean) =>
    transportId && (
      <RunTest
        domainId={domainId}
        transportId={transportId}
        isAgain={tests.length > 0}
        isRunning={isRunning}
        isPrimary={isPrimary}
        onStarted={() => setShown('')}
      />
    );
  return (
    <>
      <PageHeader
        title="Delivery test"
        tabTitle={`Delivery test of ${displayName}`}
        trail={[...trail, { name: displayName, href: `/settings/domains/${domainId}` }]}
        state={tests.length > 0 && testId ? <Standing testId={testId} /> : undefined}
        action={
          <>
            {transports.length > 1 && transportId && (
              <Select
                aria-label="Transport"
                className="w-52"
                options={transports.map(({ id, name }) => ({ value: id, label: name }))}
                value={transportId}
                onChange={(next) => {
                  setChosen(next);
                  setShown('');
                }}
              />
            )}
            {tests.length > 0 && run(true)}
          </>
        }
      />
      {list.error && !list.data && (
        <ErrorState error={list.error} what="The tests could not be loaded." onRetry={() => void list.refetch()} />
      )}
      {!isLoaded && !list.error && <SkeletonLines label="Loading delivery tests" lines={8} />}
      {isLoaded && tests.length === 0 && (
        <EmptyState picture="envelope" action={run(true)}>
          {transportId && canRun
            ? `Two test messages leave from ${displayName}. One is checked when it arrives here; the other is refused, to see whether its bounce comes back.`
            : 'Delivery from this domain has not been tested.'}
        </EmptyState>
      )}
      {testId && <OneTest id={testId} />}
      {tests.length > 0 && testId && <HistoryCard tests={tests} shown={testId} onShow={setShown} />}
    </>
  );
}

function Standing({ testId }: { testId: string }) {
  const { data } = useQuery(routeQuery(deliveryTestsRoutes.get, { id: testId }));
  if (!data) return null;
  return (
    <span role="status" className="flex flex-wrap items-center gap-x-3 gap-y-1">
      <TestState test={data} />
      <span>
        {data.domain} through {data.transport}, <Time value={data.createdAt} />
        {data.state === 'done' && `: ${countsInWords(data)}`}
      </span>
    </span>
  );
}

function OneTest({ id }: { id: string }) {
  const query = useQuery(routeQuery(deliveryTestsRoutes.get, { id }));
  if (query.error && !query.data)
    return <ErrorState error={query.error} what="The test could not be loaded." onRetry={() => void query.refetch()} />;
  if (!query.data) return <SkeletonLines label="Loading the test" lines={8} />;
  return (
    <>
      <FindingsCard test={query.data} />
      <TimelineCard test={query.data} />
    </>
  );
}

/** Those that may be chosen: all that there are for whoever sees them, or those that were tested. */
function transportsOf(
  all: readonly { readonly id: string; readonly name: string }[],
  tests: Parameters<typeof latestByTransport>[0],
): readonly { readonly id: string; readonly name: string }[] {
  if (all.length > 0) return all.map(({ id, name }) => ({ id, name }));
  return latestByTransport(tests).map(({ transportId, transport }) => ({ id: transportId, name: transport }));
}
