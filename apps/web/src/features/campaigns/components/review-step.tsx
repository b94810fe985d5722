import { type CampaignReview, campaignsRoutes } from '@engagex/domain/campaigns';
import { wordsForLimit } from '@engagex/domain/transports';
import { useQuery } from '@tanstack/react-query';
import { Link } from 'wouter';
import { formatDateTime } from '../../../shared/format.ts';
import { routeQuery } from '../../../shared/query.ts';
import { useHere } from '../../../shared/url-state.ts';
import { Card, CardBody, CardHeader } from '../../../ui/card.tsx';
import { ErrorState } from '../../../ui/error-state.tsx';
import { Notice } from '../../../ui/notice.tsx';
import { SkeletonLines } from '../../../ui/skeleton.tsx';
import { ApprovalPanel } from './approval-panel.tsx';
import { FirstStageReviewed } from './first-stage-reviewed.tsx';
import { SendButton } from './send-button.tsx';
import type { StepProps } from './step-props.ts';
import { TestButton } from './test-button.tsx';
import { Timing } from './timing.tsx';
import { WhatAndWho } from './what-and-who.tsx';

export function ReviewStep({ campaign }: StepProps) {
  const query = useQuery({ ...routeQuery(campaignsRoutes.review, { id: campaign.id }), staleTime: 0 });
  if (query.error && !query.data)
    return <ErrorState error={query.error} what="The review could not be made." onRetry={() => void query.refetch()} />;
  if (!query.data) return <SkeletonLines label="Counting the audience" lines={5} />;
  const review = query.data;
  return (
    <>
      <Card>
        <CardHeader title="What will happen" action={<TestButton campaign={campaign} />} />
        <CardBody className="flex flex-col gap-4">
          <Problems review={review} templateId={campaign.templateId} />
          <dl className="grid grid-cols-[auto_1fr] gap-x-6 gap-y-2">
            <WhatAndWho campaign={campaign} review={review} />
            {review.expectedFinishAt && (
              <>
                <dt className="text-muted">Done by</dt>
                <dd>{finishWords(review.expectedFinishAt, review.finishBecause)}</dd>
              </>
            )}
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
    </>
  );
}

function finishWords(at: string, because: string | null): string {
  const when = `about ${formatDateTime(at)}, if sent now`;
  return because ? `${when}, because of ${wordsForLimit(because)}` : when;
}

const stepOfField: Readonly<Record<string, string>> = {
  templateId: '?step=0',
  groupIds: '?step=1',
  topicId: '?step=2',
  senderName: '?step=2',
  senderEmail: '?step=2',
  postalAddress: '/settings',
  organization: '/settings',
  plan: '?step=4',
  test: '?step=3',
  rollout: '?step=3',
};

function Problems({ review, templateId }: { review: CampaignReview; templateId: string | null }) {
  const here = useHere();
  const hrefOf = ([field = '']: readonly string[]) => {
    const place = stepOfField[field] ?? `/templates/${templateId ?? ''}`;
    return place.startsWith('?') ? here(place) : place;
  };
  return (['error', 'warning'] as const).map((severity) => {
    const problems = review.problems.filter((problem) => problem.severity === severity);
    if (problems.length === 0) return null;
    const title = severity === 'error' ? 'Mend this before sending' : 'Look at this before sending';
    return (
      <Notice key={severity} meaning={severity === 'error' ? 'danger' : 'warning'} title={title}>
        <ul className="list-disc pl-4">
          {problems.map(({ path, message, line }) => (
            <li key={`${path.join('.')} ${message} ${line ?? ''}`}>
              <Link className="underline" href={hrefOf(path)}>
                {message}
              </Link>
              {line ? ` (line ${line})` : ''}
            </li>
          ))}
        </ul>
      </Notice>
    );
  });
}
