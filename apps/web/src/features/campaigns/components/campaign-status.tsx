import type { CampaignStatus, CampaignSummary } from '@engagex/domain/campaigns';
import { Badge } from '../../../ui/badge.tsx';
import type { Meaning } from '../../../ui/meaning.ts';

const shown: Readonly<Record<CampaignStatus, readonly [Meaning, string]>> = {
  draft: ['neutral', 'Draft'],
  scheduled: ['info', 'Scheduled'],
  launching: ['info', 'Starting'],
  sending: ['info', 'Sending'],
  paused: ['warning', 'Paused'],
  sent: ['good', 'Sent'],
  cancelled: ['neutral', 'Cancelled'],
};

/** Of a campaign whose first people have got it: what the others wait for. */
export function HeldBadge({ heldFor }: { heldFor: NonNullable<CampaignSummary['heldFor']> }) {
  return heldFor === 'choice' ? (
    <Badge meaning="warning">Waiting for a choice</Badge>
  ) : (
    <Badge meaning="info">Rest on hold</Badge>
  );
}

export function CampaignStatusBadge({ status }: { status: CampaignStatus }) {
  const [meaning, word] = shown[status];
  return <Badge meaning={meaning}>{word}</Badge>;
}
