import { campaignsRoutes, type CampaignView } from '@engagex/domain/campaigns';
import { withStandIns } from '@engagex/domain/shared';
import { useQuery } from '@tanstack/react-query';
import { Redirect, useParams } from 'wouter';
import { queryClient, routeQuery, useRouteMutation } from '../../shared/query.ts';
import { useHere, useUrlState } from '../../shared/url-state.ts';
import { FailedPage } from '../../ui/failed-page.tsx';
import { Notice } from '../../ui/notice.tsx';
import { Page, PageHeader } from '../../ui/page.tsx';
import { SkeletonLines } from '../../ui/skeleton.tsx';
import { Stepper } from '../../ui/stepper.tsx';
import { AudienceStep } from './components/audience-step.tsx';
import { ContentStep } from './components/content-step.tsx';
import { DeleteDraftButton } from './components/delete-draft-button.tsx';
import { DuplicateButton } from '../campaigns/index.ts';
import { FirstStageStep } from './components/first-stage-step.tsx';
import { ReviewStep } from './components/review-step.tsx';
import { SenderStep } from './components/sender-step.tsx';
import type { StepProps } from './components/step-props.ts';
import { WhenStep } from './components/when-step.tsx';

const trail = [{ name: 'Campaigns', href: '/campaigns' }];
const stepNames = ['Content', 'Audience', 'Sender', 'A/B test', 'When', 'Review'] as const;

export function CampaignEditorPage() {
  const { id = '' } = useParams();
  const query = useQuery(routeQuery(campaignsRoutes.get, { id }));
  if (query.error && !query.data) {
    return <FailedPage error={query.error} noun="campaign" trail={trail} onRetry={() => void query.refetch()} />;
  }
  const isDraft = query.data?.status === 'draft';
  // Somebody else may have sent or scheduled it: what can be done with it now is on its report.
  if (query.data && !isDraft && !query.isFetching) return <Redirect to={`/campaigns/${id}`} replace />;
  if (!query.data || !isDraft) {
    return (
      <Page>
        <PageHeader title="Campaign" trail={trail} />
        <SkeletonLines label="Loading the campaign" lines={6} />
      </Page>
    );
  }
  return <Editor campaign={query.data} />;
}

function Editor({ campaign }: { campaign: CampaignView }) {
  const [step, setStep] = useUrlState('step');
  const here = useHere();
  const update = useRouteMutation(campaignsRoutes.update, {
    onSuccess: (saved) =>
      queryClient.setQueryData(routeQuery(campaignsRoutes.get, { id: campaign.id }).queryKey, saved),
  });
  const current = Math.min(Math.max(Number(step) || 0, 0), stepNames.length - 1);
  const done = [
    campaign.templateId !== null,
    campaign.groupIds.length + campaign.segmentIds.length > 0,
    campaign.senderEmail !== '' && campaign.senderName !== '',
    campaign.abTest !== null || campaign.rollout !== null,
    campaign.plan.kind !== 'now' || current > 4,
    false,
  ];
  const props: StepProps = {
    campaign,
    save: (changes, version) => update.mutateAsync({ ...changes, id: campaign.id, version }),
    isSaving: update.isPending,
    goTo: (next) => setStep(String(next)),
  };
  return (
    <Page>
      <PageHeader
        title={withStandIns(campaign.name)}
        tabTitle={`Edit ${withStandIns(campaign.name)}`}
        trail={trail}
        state="Draft. A step is saved when you continue; until then your changes are kept on this device."
        action={
          <>
            <DeleteDraftButton campaign={campaign} />
            <DuplicateButton id={campaign.id} />
          </>
        }
      />
      <Stepper
        label="Steps of the campaign"
        current={current}
        steps={stepNames.map((name, index) => ({ name, isDone: done[index] ?? false, href: here(`?step=${index}`) }))}
      />
      {campaign.pauseReason && <Notice meaning="warning">{campaign.pauseReason}</Notice>}
      {current === 0 && <ContentStep {...props} />}
      {current === 1 && <AudienceStep {...props} />}
      {current === 2 && <SenderStep {...props} />}
      {current === 3 && <FirstStageStep {...props} />}
      {current === 4 && <WhenStep {...props} />}
      {current === 5 && <ReviewStep {...props} />}
    </Page>
  );
}
