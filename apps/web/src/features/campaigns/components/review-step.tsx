import { type CampaignReview, campaignsRoutes, sizesOf, stagesOf } from '@engagex/domain/campaigns';
import { wordsForLimit } from '@engagex/domain/transports';
import { useQuery } from '@tanstack/react-query';
import { Send } from 'lucide-react';
import { useState } from 'react';
import { Link, useLocation } from 'wouter';
import { ApiError } from '../../../shared/api-error.ts';
import { formatCount, formatDateTime, formatNumber, plural } from '../../../shared/format.ts';
import { routeQuery, useRouteMutation } from '../../../shared/query.ts';
import { useHere } from '../../../shared/url-state.ts';
import { Button } from '../../../ui/button.tsx';
import { Card, CardBody, CardHeader } from '../../../ui/card.tsx';
import { ConfirmDialog } from '../../../ui/confirm-dialog.tsx';
import { ErrorState } from '../../../ui/error-state.tsx';
import { Notice } from '../../../ui/notice.tsx';
import { SkeletonLines } from '../../../ui/skeleton.tsx';
import { FirstStageReviewed } from './first-stage-reviewed.tsx';
import type { StepProps } from './step-props.ts';

export function ReviewStep({ campaign }: StepProps) {
  const [isSending, setSending] = useState(false);
  const [, go] = useLocation();
  const query = useQuery({ ...routeQuery(campaignsRoutes.review, { id: campaign.id }), staleTime: 0 });
  const launch = useRouteMutation(campaignsRoutes.launch, {
    touches: ['deliveries'],
    onSuccess: () => go(`/campaigns/${campaign.id}`, { replace: true }),
    onError: (error) => {
      if (error instanceof ApiError && error.code === 'campaign.audience-changed') void query.refetch();
    },
  });
  if (query.error)
    return <ErrorState error={query.error} what="The review could not be made." onRetry={() => void query.refetch()} />;
  if (!query.data) return <SkeletonLines label="Counting the audience" lines={5} />;
  const review = query.data;
  const isReady = review.problems.every(({ severity }) => severity === 'warning');
  const send = `Send to ${formatCount(review.people, 'person', 'people')}`;
  return (
    <Card>
      <CardHeader title="What will happen" />
      <CardBody className="flex flex-col gap-4">
        <Problems review={review} templateId={campaign.templateId} />
        <dl className="grid grid-cols-[auto_1fr] gap-x-6 gap-y-2">
          <dt className="text-muted">Subject</dt>
          <dd>{review.subject ?? '–'}</dd>
          <dt className="text-muted">From</dt>
          <dd>{campaign.senderEmail ? `${campaign.senderName} <${campaign.senderEmail}>` : '–'}</dd>
          <dt className="text-muted">Audience</dt>
          <dd className="tabular-nums">{sumOf(review)}</dd>
          {review.expectedFinishAt && (
            <>
              <dt className="text-muted">Done by</dt>
              <dd>{finishWords(review.expectedFinishAt, review.finishBecause)}</dd>
            </>
          )}
          <FirstStageReviewed campaign={campaign} people={review.people} />
        </dl>
        {campaign.can.includes('launch') && (
          <div className="flex justify-end">
            <Button variant="primary" icon={Send} disabled={!isReady} onClick={() => setSending(true)}>
              {send}
            </Button>
          </div>
        )}
        <ConfirmDialog
          open={isSending}
          onOpenChange={setSending}
          variant="primary"
          title={`${send} now?`}
          consequence={`${formatCount(review.people, 'person', 'people')} ${plural(review.people, 'gets', 'get')} “${review.subject ?? ''}”. ${firstWords(campaign, review.people)}Messages that are out cannot be called back; sending can be paused or cancelled.`}
          action={send}
          onConfirm={() => launch.mutateAsync({ id: campaign.id, expectedPeople: review.people })}
        />
      </CardBody>
    </Card>
  );
}

/** Nothing when everyone gets it at once. */
function firstWords(campaign: StepProps['campaign'], people: number): string {
  const stages = stagesOf(campaign);
  if (!stages) return '';
  const { first, held } = sizesOf(stages, people);
  return `${formatCount(first, 'person', 'people')} first; ${formatNumber(held)} are held. `;
}

function sumOf({ audience, people, skipped }: CampaignReview): string {
  const parts = Object.entries(skipped).map(([reason, count]) => `${formatNumber(count)} skipped (${reason})`);
  return `${formatNumber(audience)} = ${[`${formatNumber(people)} get it`, ...parts].join(' + ')}`;
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
