import type { DeliveryDecision } from '@engagex/domain/deliveries';
import type { SettlementProof } from '@engagex/domain/receipts';
import { withStandIns } from '@engagex/domain/shared';
import type { ReactNode } from 'react';
import { Link } from 'wouter';
import { isToCome } from '../../../shared/format.ts';
import { Card, CardBody } from '../../../ui/card.tsx';
import { DeliveryAttempts } from './delivery-attempts.tsx';
import { Receipts } from './receipts.tsx';
import { Time } from '../../../ui/time.tsx';
import { DeliveryStateBadge } from './delivery-state.tsx';
import { wordsForReason } from './ledger.tsx';

/** What one campaign decided about one person, in a sentence, and each attempt in the server's words. */
export function DecisionCard({ decision }: { decision: DeliveryDecision }) {
  return (
    <Card>
      <CardBody className="flex flex-col gap-3">
        <div className="flex flex-wrap items-baseline justify-between gap-x-4 gap-y-1">
          <h2 className="min-w-0 font-medium wrap-anywhere">
            <Link href={`/campaigns/${decision.campaignId}`} className="hover:underline">
              {withStandIns(decision.campaignName)}
            </Link>
          </h2>
          <span className="text-sm text-muted">
            {decision.launchedAt && (
              <>
                started <Time value={decision.launchedAt} />,{' '}
              </>
            )}
            <Link
              href={`/campaigns/${decision.campaignId}?${new URLSearchParams({ search: decision.address }).toString()}`}
              className="underline"
            >
              see in report
            </Link>
          </span>
        </div>
        <div className="flex flex-wrap items-center gap-2">
          <DeliveryStateBadge state={decision.state} isHeld={decision.isHeld} />
          <span>{sentenceOf(decision)}</span>
        </div>
        <DeliveryAttempts attempts={decision.attempts} />
        <Receipts receipts={decision.receipts} />
      </CardBody>
    </Card>
  );
}

function sentenceOf({
  state,
  reason,
  address,
  dueAt,
  isHeld,
  openedAt,
  clickedAt,
  attempts,
  settledBy,
  receipts,
}: DeliveryDecision): ReactNode {
  switch (state) {
    case 'skipped':
      return `Not sent: ${wordsForReason(reason)}.`;
    case 'failed':
      return `Not sent: ${wordsForReason(reason)}.`;
    case 'accepted': {
      const then = clickedAt ? ', and they clicked' : openedAt ? ', and they opened it' : '';
      const decision = attempts.find((attempt) => attempt.decision)?.decision;
      if (decision) return `We cannot tell whether it arrived; ${decision.by} marked it as accepted${then}.`;
      const heard = heardOf(receipts);
      if (settledBy)
        return `We were interrupted while handing it over; it was accepted, as we know from ${proofWords[settledBy.proof]}${heard || then}.`;
      return `The receiving server took the message to ${address}${heard || then}.`;
    }
    case 'unknown':
      return 'We were interrupted while handing it over and cannot tell whether it arrived. We never resend it automatically.';
    case 'deferred':
      return 'The receiving server said “not now”. We will try again.';
    case 'pending':
      if (isHeld) return 'On hold until the next stage of this campaign.';
      if (!dueAt || !isToCome(dueAt)) return 'Due soon.';
      return (
        <>
          Due <Time value={dueAt} />.
        </>
      );
    case 'submitting':
      return 'Being sent right now.';
  }
}

/** The last word on it: a complaint counts more than a bounce, and a bounce more than that it arrived. */
function heardOf(receipts: DeliveryDecision['receipts']): string {
  const kinds = new Set(receipts.filter(({ source }) => source !== 'smtp').map(({ kind }) => kind));
  if (kinds.has('complained')) return ', and they reported it as spam';
  if (kinds.has('bounced')) return ', and it bounced later';
  return '';
}

const proofWords: Readonly<Record<SettlementProof, string>> = {
  delivered: 'a delivery report',
  delayed: 'a delay report',
  bounced: 'a bounce',
  complained: 'a complaint',
  opened: 'an open',
  clicked: 'a click',
  unsubscribed: 'an unsubscribe',
  member: 'a member',
};
