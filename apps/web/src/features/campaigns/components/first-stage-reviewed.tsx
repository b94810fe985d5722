import { type CampaignView, sizesOf, stagesOf } from '@engagex/domain/campaigns';
import { Link } from 'wouter';
import { formatCount, formatDuration, formatNumber } from '../../../shared/format.ts';

/** Who gets it first, as a row of the review. */
export function FirstStageReviewed({ campaign, people }: { campaign: CampaignView; people: number }) {
  return (
    <>
      <dt className="text-muted">How</dt>
      <dd className="flex flex-col gap-1">
        <FirstStageWords campaign={campaign} people={people} />
        {campaign.can.includes('update') && (
          <Link className="self-start text-sm underline" href={`/campaigns/${campaign.id}/edit?step=3`}>
            {campaign.abTest || campaign.rollout ? 'Change how it goes out' : 'Test variants or start with a few'}
          </Link>
        )}
      </dd>
    </>
  );
}

function FirstStageWords({ campaign, people }: { campaign: CampaignView; people: number }) {
  const { abTest, rollout } = campaign;
  const stages = stagesOf(campaign);
  if (!stages) return <span>Everyone at once</span>;
  const { each, first, held } = sizesOf(stages, people);
  const firstPeople = formatCount(first, 'person', 'people');
  if (!abTest) {
    const hold = formatDuration((rollout?.holdMinutes ?? 0) * 60);
    return (
      <span>
        {firstPeople} get it first. {formatNumber(held)} are held for {hold} and get it if the rates stay under your
        limits.
      </span>
    );
  }
  return (
    <span>
      {firstPeople} are in the test, {formatNumber(each)} for each of {stages.groups} variants. {formatNumber(held)} are
      held {whenDecided(abTest.decidedBy === 'itself', abTest.waitMinutes)}.
    </span>
  );
}

function whenDecided(byItself: boolean, minutes: number): string {
  return byItself
    ? `until ${formatDuration(minutes * 60)} after the test has been sent`
    : 'until a member chooses the winner';
}
