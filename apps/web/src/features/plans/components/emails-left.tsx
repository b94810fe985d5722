import type { CampaignReview } from '@engagex/domain/campaigns';
import { formatCount, formatDay, formatNumber } from '../../../shared/format.ts';

/** What a campaign would leave of the plan's emails, as a line of a `<dl>`; nothing where the plan has no limit. */
export function EmailsLeft({ review: { emailsLeft, people } }: { readonly review: CampaignReview }) {
  if (!emailsLeft) return null;
  const { plan, left, most, until } = emailsLeft;
  return (
    <>
      <dt className="text-muted">Your plan</dt>
      <dd>
        {formatCount(left, 'email', 'emails')} of {formatNumber(most)} left until {formatDay(until.slice(0, 10))} (
        {plan}){people <= left && `; ${formatNumber(left - people)} after this campaign`}
      </dd>
    </>
  );
}
