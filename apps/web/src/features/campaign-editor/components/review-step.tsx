import { campaignsRoutes } from '@engagex/domain/campaigns';
import { wordsForLimit } from '@engagex/domain/transports';
import { useQuery } from '@tanstack/react-query';
import { useState } from 'react';
import { formatDateTime } from '../../../shared/format.ts';
import { routeQuery } from '../../../shared/query.ts';
import { Card, CardBody, CardHeader } from '../../../ui/card.tsx';
import { ErrorState } from '../../../ui/error-state.tsx';
import { SkeletonLines } from '../../../ui/skeleton.tsx';
import { ApprovalPanel } from '../../approvals/index.ts';
import { FirstStageReviewed, MessagePreview, ReviewProblems, Timing, WhatAndWho } from '../../campaigns/index.ts';
import { SenderDelivery } from '../../delivery-tests/index.ts';
import { SenderDomain } from '../../domains/index.ts';
import { EmailsLeft, LimitNotice } from '../../plans/index.ts';
import { PreFlightCard } from './pre-flight-card.tsx';
import { SendButton } from './send-button.tsx';
import type { StepProps } from './step-props.ts';
import { SendTestButton } from './send-test-button.tsx';

export function ReviewStep({ campaign }: StepProps) {
  const [shownAs, setShownAs] = useState<{ readonly id: string; readonly name: string } | null>(null);
  const query = useQuery({ ...routeQuery(campaignsRoutes.review, { id: campaign.id }), staleTime: 0 });
  if (query.error && !query.data)
    return (
      <ErrorState error={query.error} what="The review could not be loaded." onRetry={() => void query.refetch()} />
    );
  if (!query.data) return <SkeletonLines label="Counting the audience" lines={5} />;
  const review = query.data;
  // What is wrong with the sender stands among the problems already.
  const isSenderQuestioned = review.problems.some(({ path }) => path[0] === 'senderEmail');
  return (
    <>
      <Card>
        <CardHeader title="What will happen" action={<SendTestButton campaign={campaign} />} />
        <CardBody className="flex flex-col gap-4">
          <LimitNotice of="emails" />
          <ReviewProblems review={review} campaign={campaign} />
          {!isSenderQuestioned && <SenderDomain address={campaign.senderEmail} />}
          <SenderDelivery address={campaign.senderEmail} />
          <dl className="grid grid-cols-[auto_1fr] gap-x-6 gap-y-2">
            <WhatAndWho campaign={campaign} review={review} />
            {review.expectedFinishAt && (
              <>
                <dt className="text-muted">Expected finish</dt>
                <dd>{finishWords(review.expectedFinishAt, review.finishBecause)}</dd>
              </>
            )}
            <EmailsLeft review={review} />
            <FirstStageReviewed campaign={campaign} people={review.people} />
            <dt className="text-muted">When</dt>
            <dd>
              <Timing plan={campaign.plan} timing={review.timing} people={review.people} />
            </dd>
          </dl>
          <SendButton campaign={campaign} review={review} onOutdated={() => void query.refetch()} />
        </CardBody>
      </Card>
      <ApprovalPanel campaign={campaign} />
      {campaign.templateId && (
        <>
          <PreFlightCard campaignId={campaign.id} onShowAs={setShownAs} />
          <MessagePreview key={shownAs?.id} campaign={campaign} {...(shownAs && { as: shownAs })} />
        </>
      )}
    </>
  );
}

function finishWords(at: string, because: string | null): string {
  const when = `about ${formatDateTime(at)}, if sent now`;
  return because ? `${when}, because of ${wordsForLimit(because)}` : when;
}
