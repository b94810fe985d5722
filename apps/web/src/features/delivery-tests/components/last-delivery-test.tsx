import { deliveryTestsRoutes } from '@engagex/domain/delivery-tests';
import { useQuery } from '@tanstack/react-query';
import { Link } from 'wouter';
import { routeQuery } from '../../../shared/query.ts';
import { Time } from '../../../ui/time.tsx';
import { verdictLooks } from './delivery-words.ts';

/** How the last delivery test through a transport ended, with the way to it; nothing before the first. */
export function LastDeliveryTest({ transportId }: { transportId: string }) {
  const { data } = useQuery(routeQuery(deliveryTestsRoutes.list, {}));
  const test = data?.items.find((each) => each.transportId === transportId);
  if (!test) return null;
  const state = test.verdict ? verdictLooks[test.verdict].word.toLowerCase() : 'running';
  return (
    <div className="text-sm text-muted">
      <Link
        href={`/settings/domains/${test.domainId}/delivery-tests?transport=${transportId}`}
        className="wrap-anywhere text-accent underline"
      >
        Delivery test of {test.domain}
      </Link>
      : {state}, <Time value={test.createdAt} />
    </div>
  );
}
