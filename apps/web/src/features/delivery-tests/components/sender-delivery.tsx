import { deliveryTestsRoutes } from '@engagex/domain/delivery-tests';
import { useQuery } from '@tanstack/react-query';
import { CircleCheck, Stethoscope } from 'lucide-react';
import { Link } from 'wouter';
import { routeQuery } from '../../../shared/query.ts';
import { Notice } from '../../../ui/notice.tsx';
import { Time } from '../../../ui/time.tsx';
import { countsInWords } from './delivery-words.ts';
import { RunTest } from './run-test.tsx';

/** How delivery from a sender was tested last; offers a test before the first campaign. It keeps nobody from sending. */
export function SenderDelivery({ address }: { address: string }) {
  const { data } = useQuery(routeQuery(deliveryTestsRoutes.ofSender, { address }));
  if (!data?.pair) return null;
  const { pair, latest } = data;
  const href = `/settings/domains/${pair.domainId}/delivery-tests?transport=${pair.transportId}`;
  const link = (words: string) => (
    <Link href={href} className="text-accent underline">
      {words}
    </Link>
  );
  const run = <RunTest {...pair} isAgain={latest !== null} isRunning={latest !== null && latest.state !== 'done'} />;
  if (!latest)
    return (
      <Notice meaning="info" title={`Delivery from ${pair.domain} has not been tested`} action={run}>
        A test through {pair.transport} shows within minutes whether messages arrive signed and bounces come back.
      </Notice>
    );
  if (latest.state !== 'done')
    return (
      <p className="flex items-center gap-2 text-sm text-muted">
        <Stethoscope aria-hidden className="size-4 shrink-0" />
        <span>
          Delivery through {pair.transport} is being tested. {link('See the findings so far')}
        </span>
      </p>
    );
  if (latest.verdict === 'fail' || latest.verdict === 'warn')
    return (
      <Notice
        meaning="warning"
        title={latest.verdict === 'fail' ? 'The last delivery test failed' : 'The last delivery test found warnings'}
        action={run}
      >
        Through {pair.transport}, <Time value={latest.createdAt} />: {countsInWords(latest)}. {link('See the findings')}
      </Notice>
    );
  return (
    <p className="flex items-center gap-2 text-sm text-muted">
      <CircleCheck aria-hidden className="size-4 shrink-0 text-good" />
      <span>
        Delivery through {pair.transport} was tested <Time value={latest.createdAt} />. {link('See the findings')}
      </span>
    </p>
  );
}
