import {
  type CampaignReview,
  campaignsRoutes,
  type CampaignView,
  mayJoin,
  sizesOf,
  stagesOf,
} from '@engagex/domain/campaigns';
import { withStandIns } from '@engagex/domain/shared';
import { CalendarClock, Send } from 'lucide-react';
import { useState } from 'react';
import { useLocation } from 'wouter';
import { ApiError } from '../../../shared/api-error.ts';
import {
  formatCount,
  formatDateTimeIn,
  formatDuration,
  formatNumber,
  formatWallTime,
  plural,
} from '../../../shared/format.ts';
import { useRouteMutation } from '../../../shared/query.ts';
import { Button } from '../../../ui/button.tsx';
import { ConfirmDialog } from '../../../ui/confirm-dialog.tsx';
import { Notice } from '../../../ui/notice.tsx';

interface SendButtonProps {
  readonly campaign: CampaignView;
  readonly review: CampaignReview;
  readonly onOutdated: () => void;
}

/** What was shown is no longer so. */
const outdated = new Set(['campaign.audience-changed', 'campaign.delivery-test-failed']);

/** Send or Schedule, as the draft says, with the number that will happen. */
export function SendButton({ campaign, review, onOutdated }: SendButtonProps) {
  const [isAsking, setAsking] = useState(false);
  const [, go] = useLocation();
  const { id, plan, can } = campaign;
  const isNow = plan.kind === 'now';
  const failed = review.failedTest;
  const send = useRouteMutation(isNow ? campaignsRoutes.launch : campaignsRoutes.schedule, {
    touches: ['deliveries'],
    onSuccess: () => go(`/campaigns/${id}`, { replace: true }),
    onError: (error) => {
      if (error instanceof ApiError && outdated.has(error.code)) onOutdated();
    },
  });
  if (!can.includes(isNow ? 'launch' : 'schedule')) return null;
  const isReady = !review.needsApproval && review.problems.every(({ severity }) => severity !== 'error');
  const people = formatCount(review.people, 'person', 'people');
  const action = isNow ? `Send to ${people}` : `Schedule for ${people}`;
  return (
    <div className="flex flex-wrap items-center justify-end gap-3">
      {review.needsApproval && (
        <p className="text-sm text-muted">Another member has to approve it first (see below).</p>
      )}
      <Button variant="primary" icon={isNow ? Send : CalendarClock} disabled={!isReady} onClick={() => setAsking(true)}>
        {action}
      </Button>
      <ConfirmDialog
        open={isAsking}
        onOpenChange={setAsking}
        variant="primary"
        title={isNow ? `${action} now?` : `${action}?`}
        consequence={
          <>
            {consequenceOf(campaign, review)}
            {failed && (
              <Notice meaning="warning" title="The delivery test failed" className="mt-3">
                {failed.failures.join(' ')}
              </Notice>
            )}
          </>
        }
        action={failed ? `${isNow ? 'Send' : 'Schedule'} anyway` : action}
        onConfirm={() =>
          send.mutateAsync({ id, expectedPeople: review.people, ...(failed && { acceptedTestId: failed.id }) })
        }
      />
    </div>
  );
}

function consequenceOf(campaign: CampaignView, review: CampaignReview): string {
  const { people, timing } = review;
  const who = `${formatCount(people, 'person', 'people')} ${plural(people, 'gets', 'get')} ${whatIsSent(review)}`;
  const { plan } = campaign;
  const { timeZone, undoSeconds, startsAt } = timing;
  const zone = timeZone.replaceAll('_', ' ');
  const after = `${firstWords(campaign, people)}Messages already sent cannot be recalled, but you can pause or cancel the rest.`;
  if (plan.kind === 'now')
    return undoSeconds > 0
      ? `${who}. You can undo it for ${formatDuration(undoSeconds)}. ${after}`
      : `${who}. ${after}`;
  const start = startsAt ? formatDateTimeIn(startsAt, timeZone) : '';
  const joining = formatCount(mayJoin(people), 'person', 'people');
  const frozen = `${firstWords(campaign, people)}Up to ${joining} who join before then get it, too. If more would join, it does not start and you are asked again. You can unschedule it until it starts.`;
  if (plan.kind === 'at') return `${who} on ${start} in ${zone}, as things stand. ${frozen}`;
  return `${who} on ${formatWallTime(plan.time)} in their own time zone, as things stand. It starts ${start} in ${zone}. ${frozen}`;
}

/** "“Only today”", or "one of 2 variants: A “New prices”, B “Only today” from Lee" */
function whatIsSent({ subject, variants }: CampaignReview): string {
  if (variants.length === 0) return `“${withStandIns(subject ?? '')}”`;
  const senders = new Set(variants.map(({ senderName }) => senderName));
  const each = variants.map(
    (variant) =>
      `${variant.name} “${withStandIns(variant.subject)}”${senders.size > 1 ? ` from ${variant.senderName}` : ''}`,
  );
  return `one of ${variants.length} variants: ${each.join(', ')}`;
}

/** Nothing when everyone gets it at once. */
function firstWords(campaign: CampaignView, people: number): string {
  const stages = stagesOf(campaign);
  if (!stages) return '';
  const { first, held } = sizesOf(stages, people);
  return `${formatCount(first, 'person', 'people')} first; ${formatNumber(held)} are held. `;
}
