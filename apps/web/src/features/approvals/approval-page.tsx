import { campaignsRoutes, type CampaignReview, type CampaignView } from '@engagex/domain/campaigns';
import { withStandIns } from '@engagex/domain/shared';
import { useQuery } from '@tanstack/react-query';
import { Redirect, useParams } from 'wouter';
import { routeQuery } from '../../shared/query.ts';
import { ButtonLink } from '../../ui/button.tsx';
import { Card, CardBody, CardHeader } from '../../ui/card.tsx';
import { FailedPage } from '../../ui/failed-page.tsx';
import { Page, PageHeader } from '../../ui/page.tsx';
import { SkeletonLines } from '../../ui/skeleton.tsx';
import { ApprovalPanel } from './components/approval-panel.tsx';
import { FirstStageReviewed, MessagePreview, ReviewProblems, Timing, WhatAndWho } from '../campaigns/index.ts';

const trail = [{ name: 'Campaigns', href: '/campaigns' }];

/** Everything that somebody looks at before approving a campaign, and the decision. */
export function ApprovalPage() {
  const { id = '' } = useParams();
  const campaign = useQuery(routeQuery(campaignsRoutes.get, { id }));
  const isDraft = campaign.data?.status === 'draft';
  const review = useQuery({ ...routeQuery(campaignsRoutes.review, { id }), staleTime: 0, enabled: isDraft });
  const error = (!campaign.data && campaign.error) || (!review.data && review.error);
  if (error) {
    const retry = () => void Promise.all([campaign.refetch(), review.refetch()]);
    return <FailedPage error={error} noun="request" trail={trail} onRetry={retry} />;
  }
  // Once approved it may be on its way: its own page says how far it is.
  if (campaign.data && !isDraft && !campaign.isFetching) return <Redirect to={`/campaigns/${id}`} replace />;
  if (!campaign.data || !isDraft || !review.data) {
    return (
      <Page>
        <PageHeader title="Approval" trail={trail} />
        <SkeletonLines label="Loading the request" lines={8} />
      </Page>
    );
  }
  return <Request campaign={campaign.data} review={review.data} />;
}

function Request({ campaign, review }: { campaign: CampaignView; review: CampaignReview }) {
  return (
    <Page wide>
      <PageHeader
        title={withStandIns(campaign.name)}
        tabTitle={`Approve ${withStandIns(campaign.name)}`}
        trail={trail}
        state="What will be sent, to whom and when"
        action={<ButtonLink href={`/campaigns/${campaign.id}/edit?step=5`}>Open the draft</ButtonLink>}
      />
      <div className="grid grid-cols-[minmax(0,1fr)] items-start gap-4 lg:grid-cols-[minmax(0,2fr)_minmax(0,3fr)] lg:grid-rows-[auto_1fr]">
        <Card>
          <CardHeader title="What will be sent" />
          <CardBody className="flex flex-col gap-4">
            <ReviewProblems review={review} campaign={campaign} />
            <dl className="grid grid-cols-[auto_1fr] gap-x-6 gap-y-2">
              <WhatAndWho campaign={campaign} review={review} />
              <FirstStageReviewed campaign={campaign} people={review.people} />
              <dt className="text-muted">When</dt>
              <dd>
                {campaign.plan.kind === 'now' ? (
                  'As soon as it is approved and sent.'
                ) : (
                  <Timing plan={campaign.plan} timing={review.timing} people={review.people} />
                )}
              </dd>
            </dl>
          </CardBody>
        </Card>
        <div className="lg:col-start-2 lg:row-span-2 lg:row-start-1">
          <MessagePreview campaign={campaign} />
        </div>
        <ApprovalPanel campaign={campaign} isOpen />
      </div>
    </Page>
  );
}
