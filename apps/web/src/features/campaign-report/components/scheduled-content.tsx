import { campaignsRoutes, type CampaignView } from '@engagex/domain/campaigns';
import { useQuery } from '@tanstack/react-query';
import { routeQuery } from '../../../shared/query.ts';
import { useCan } from '../../../shared/session.ts';
import { Card, CardBody, CardHeader } from '../../../ui/card.tsx';
import { ErrorState } from '../../../ui/error-state.tsx';
import { Notice } from '../../../ui/notice.tsx';
import { SkeletonLines } from '../../../ui/skeleton.tsx';
import { FirstStageReviewed, MessagePreview, WhatAndWho } from '../../campaigns/index.ts';
import { SenderDelivery } from '../../delivery-tests/index.ts';

/** What a scheduled campaign would send, and to how many, if it started now; and what would keep it from starting. */
export function ScheduledContent({ campaign }: { campaign: CampaignView }) {
  const mayReview = useCan('campaigns:write');
  const query = useQuery({
    ...routeQuery(campaignsRoutes.review, { id: campaign.id }),
    enabled: mayReview,
    staleTime: 0,
  });
  if (!mayReview) return <MessagePreview campaign={campaign} />;
  if (query.error && !query.data) {
    const retry = () => void query.refetch();
    return <ErrorState error={query.error} what="What will be sent could not be loaded." onRetry={retry} />;
  }
  return (
    <>
      <Card>
        <CardHeader title="What will be sent" state="As of now. We check again when it starts." />
        <CardBody className="flex flex-col gap-4">
          {query.isPending && <SkeletonLines label="Counting the audience" lines={3} />}
          {query.data && (
            <>
              <KeptFromStarting problems={query.data.problems} failures={query.data.failedTest?.failures ?? []} />
              <SenderDelivery address={campaign.senderEmail} />
              <dl className="grid grid-cols-[auto_1fr] gap-x-6 gap-y-2">
                <WhatAndWho campaign={campaign} review={query.data} />
                <FirstStageReviewed campaign={campaign} people={query.data.people} />
              </dl>
            </>
          )}
        </CardBody>
      </Card>
      <MessagePreview campaign={campaign} />
    </>
  );
}

type Problems = Parameters<typeof problemsOf>[0];

function KeptFromStarting({ problems, failures }: { problems: Problems; failures: readonly string[] }) {
  const errors = [...problemsOf(problems), ...failures];
  if (errors.length === 0) return null;
  return (
    <Notice meaning="danger" title="This campaign cannot start as it is">
      <ul className="list-disc pl-4">
        {errors.map((message) => (
          <li key={message}>{message}</li>
        ))}
      </ul>
      <p>
        {failures.length > 0
          ? 'Fix this and run the delivery test again. To send it anyway, unschedule it, then send or schedule it again.'
          : 'Unschedule it to make changes.'}
      </p>
    </Notice>
  );
}

/** Its time has been set, so what is said about that is of no use here. */
function problemsOf(problems: readonly { severity: string; path: readonly string[]; message: string }[]): string[] {
  return problems
    .filter(({ severity, path }) => severity === 'error' && path[0] !== 'plan')
    .map(({ message }) => message);
}
