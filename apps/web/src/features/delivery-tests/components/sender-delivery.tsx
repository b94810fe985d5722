import { deliveryTestsRoutes } from '@engagex/domain/delivery-tests';
import { useQuery } from '@tanstack/react-query';
import { CircleCheck, Stethoscope } from 'lucide-react';
import { useEffect } from 'react';
import { Link } from 'wouter';
import { routeQuery, useRouteMutation } from '../../../shared/query.ts';
import { useCan } from '../../../shared/session.ts';
import { Notice } from '../../../ui/notice.tsx';
import { Time } from '../../../ui/time.tsx';
import { countsInWords } from './delivery-words.ts';
import { RunTest } from './run-test.tsx';

/** How delivery from a sender was tested last. What was not tested as it is set up now is tested by itself; that keeps nobody from sending. */
export function SenderDelivery({ address }: { address: string }) {
  const { data } = useQuery(routeQuery(deliveryTestsRoutes.ofSender, { address }));
  const canRun = useCan('campaigns:send');
  const { mutate: ensure } = useRouteMutation(deliveryTestsRoutes.ensure);
  const isStarting = canRun && data?.isDue === true;
  useEffect(() => {
    if (isStarting) ensure({ address });
  }, [isStarting, ensure, address]);
  if (!data?.pair) return null;
  const { pair, latest, isDue, failed } = data;
  const href = `/settings/domains/${pair.domainId}/delivery-tests?transport=${pair.transportId}`;
  const link = (words: string) => (
    <Link href={href} className="text-accent underline">
      {words}
    </Link>
  );
  const run = <RunTest {...pair} isAgain={latest !== null} isRunning={latest !== null && latest.state !== 'done'} />;
  if (isStarting)
    return (
      <p className="flex items-center gap-2 text-sm text-muted">
        <Stethoscope aria-hidden className="size-4 shrink-0" />
        <span>A test of delivery through {pair.transport} is starting.</span>
      </p>
    );
  if (!latest || isDue)
    return (
      <Notice
        meaning="info"
        title={`Delivery from ${pair.domain} has not been tested${latest ? ' since its settings changed' : ''}`}
        action={run}
      >
        A test through {pair.transport} shows within minutes whether messages arrive signed and bounces come back.
      </Notice>
    );
  if (latest.state !== 'done')
    return (
      <p className="flex items-center gap-2 text-sm text-muted">
        <Stethoscope aria-hidden className="size-4 shrink-0" />
        <span>
          Delivery through {pair.transport} is being tested, which takes up to 15 minutes. You can send meanwhile.{' '}
          {link('See the findings so far')}
        </span>
      </p>
    );
  if (failed)
    return (
      <Notice meaning="warning" title="The delivery test failed" action={run}>
        {failed.failures.map((words) => (
          <p key={words} className="wrap-anywhere">
            {words}
          </p>
        ))}
        <p>
          Through {pair.transport}, <Time value={latest.createdAt} />. You can send anyway. {link('See all findings')}
        </p>
      </Notice>
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
