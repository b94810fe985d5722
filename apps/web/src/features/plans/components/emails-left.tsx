import type { CampaignReview } from '@engagex/domain/campaigns';
import { formatAmount, formatCount, formatDateTime, formatNumber } from '../../../shared/format.ts';

/** What a campaign would leave of the plan's emails and what it would cost, as lines of a `<dl>`; nothing where neither is limited or paid. */
export function EmailsLeft({ review: { emailsLeft, people, cost } }: { readonly review: CampaignReview }) {
  return (
    <>
      {emailsLeft && (
        <>
          <dt className="text-muted">{emailsLeft.isCapped ? 'Spending cap' : 'Your plan'}</dt>
          <dd>{leftWords(emailsLeft, people)}</dd>
        </>
      )}
      {cost && (
        <>
          <dt className="text-muted">Cost</dt>
          <dd>
            At most {formatAmount(cost.amount, cost.currency)} beyond your plan. Emails that are not accepted cost
            nothing.
          </dd>
        </>
      )}
    </>
  );
}

function leftWords({ plan, left, most, until, isCapped }: NonNullable<CampaignReview['emailsLeft']>, people: number) {
  const after = people <= left ? `; ${formatNumber(left - people)} after this campaign` : '';
  return isCapped
    ? `${formatCount(left, 'email', 'emails')} fit below the cap until ${formatDateTime(until)}${after}`
    : `${formatCount(left, 'email', 'emails')} of ${formatNumber(most)} left until ${formatDateTime(until)} (${plan})${after}`;
}
