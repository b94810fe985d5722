import type { CampaignStatus } from '@engagex/domain/campaigns';
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

export function CampaignStatusBadge({ status }: { status: CampaignStatus }) {
  const [meaning, word] = shown[status];
  return <Badge meaning={meaning}>{word}</Badge>;
}
