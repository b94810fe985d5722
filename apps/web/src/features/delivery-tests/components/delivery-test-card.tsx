import { deliveryTestsRoutes, type DeliveryTestSummary } from '@engagex/domain/delivery-tests';
import { useQuery } from '@tanstack/react-query';
import { Link } from 'wouter';
import { routeQuery } from '../../../shared/query.ts';
import { ButtonLink } from '../../../ui/button.tsx';
import { Card, CardBody, CardHeader } from '../../../ui/card.tsx';
import { ErrorState } from '../../../ui/error-state.tsx';
import { SkeletonLines } from '../../../ui/skeleton.tsx';
import { Time } from '../../../ui/time.tsx';
import { countsInWords } from './delivery-words.ts';
import { TestState } from './test-state.tsx';

/** The last delivery test of a domain with each transport: `<DeliveryTestCard domainId={domain.id} />` */
export function DeliveryTestCard({ domainId }: { domainId: string }) {
  const query = useQuery(routeQuery(deliveryTestsRoutes.list, { domainId }));
  const latest = latestByTransport(query.data?.items ?? []);
  const page = `/settings/domains/${domainId}/delivery-tests`;
  return (
    <Card aria-label="Delivery tests">
      <CardHeader
        title="Delivery tests"
        state="Whether messages arrive as they were sent, and bounces come back"
        action={
          <ButtonLink size="small" href={page}>
            Test delivery
          </ButtonLink>
        }
      />
      {query.error && !query.data && (
        <ErrorState error={query.error} what="The tests could not be loaded." onRetry={() => void query.refetch()} />
      )}
      {query.isPending && (
        <CardBody>
          <SkeletonLines label="Loading delivery tests" lines={2} />
        </CardBody>
      )}
      {query.data && latest.length === 0 && <CardBody className="text-muted">Not tested yet.</CardBody>}
      <ul className="divide-y divide-line">
        {latest.map((test) => (
          <li key={test.transportId} className="flex flex-wrap items-center gap-x-4 gap-y-1 px-4 py-2.5">
            <Link
              href={`${page}?transport=${test.transportId}`}
              className="font-medium wrap-anywhere text-accent underline"
            >
              {test.transport}
            </Link>
            <TestState test={test} />
            <span className="text-sm text-muted">
              {test.state === 'done' && `${countsInWords(test)} · `}
              <Time value={test.createdAt} />
            </span>
          </li>
        ))}
      </ul>
    </Card>
  );
}

/** They come newest first. */
export function latestByTransport(tests: readonly DeliveryTestSummary[]): readonly DeliveryTestSummary[] {
  return tests.filter(
    ({ transportId }, index) => tests.findIndex((each) => each.transportId === transportId) === index,
  );
}
