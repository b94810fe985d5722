import { type CampaignReview, type CampaignView, utmQuery } from '@engagex/domain/campaigns';
import { withStandIns } from '@engagex/domain/shared';
import { formatCount, formatNumber } from '../../../shared/format.ts';
import { wordsForReason } from '../../deliveries/index.ts';

interface WhatAndWhoProps {
  readonly campaign: CampaignView;
  readonly review: CampaignReview;
}

/** What is sent, from whom and to how many, as rows of a review. */
export function WhatAndWho({ campaign, review }: WhatAndWhoProps) {
  return (
    <>
      <dt className="text-muted">Subject</dt>
      <dd className="min-w-0 wrap-anywhere">
        {review.variants.length === 0 ? (
          withStandIns(review.subject ?? '–')
        ) : (
          <Variants campaign={campaign} review={review} />
        )}
      </dd>
      <dt className="text-muted">From</dt>
      <dd className="min-w-0 wrap-anywhere">
        {campaign.senderEmail ? `${campaign.senderName} <${campaign.senderEmail}>` : '–'}
      </dd>
      {campaign.replyTo && (
        <>
          <dt className="text-muted">Reply to</dt>
          <dd className="min-w-0 wrap-anywhere">{campaign.replyTo}</dd>
        </>
      )}
      {campaign.utm && (
        <>
          <dt className="text-muted">UTM parameters</dt>
          <dd className="min-w-0 wrap-anywhere">{utmQuery(campaign.utm, campaign).replaceAll('&', ' ')}</dd>
        </>
      )}
      <dt className="text-muted">Audience</dt>
      <dd>{sumOf(review)}</dd>
    </>
  );
}

/** Every variant with what it says, and from whom it comes when that differs. */
function Variants({ campaign, review: { variants } }: WhatAndWhoProps) {
  return (
    <ul className="flex flex-col gap-1">
      {variants.map(({ name, subject, senderName }) => (
        <li key={name}>
          <span className="text-muted">{name}</span> {withStandIns(subject)}
          {senderName !== campaign.senderName && <span className="text-muted">, from {senderName}</span>}
        </li>
      ))}
    </ul>
  );
}

/** "300 = 288 get it + 12 skipped because they unsubscribed"; there is nothing to add up when nobody is skipped. */
function sumOf({ audience, people, skipped }: CampaignReview): string {
  if (audience === 0) return 'Nobody';
  const parts = Object.entries(skipped).map(
    ([reason, count]) => `${formatNumber(count)} skipped because ${wordsForReason(reason)}`,
  );
  if (parts.length === 0) return formatCount(people, 'person gets it', 'people get it');
  const got = people === 1 ? '1 gets it' : `${formatNumber(people)} get it`;
  return `${formatNumber(audience)} = ${[got, ...parts].join(' + ')}`;
}
