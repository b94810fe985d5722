import type { DeliveryState } from '@engagex/domain/deliveries';
import { Badge } from '../../../ui/badge.tsx';
import type { Meaning } from '../../../ui/meaning.ts';

/** What each state of a delivery is called, and what it means. */
export const deliveryStateWords: Readonly<Record<DeliveryState, readonly [Meaning, string]>> = {
  pending: ['neutral', 'Pending'],
  claimed: ['neutral', 'Being prepared'],
  submitting: ['info', 'Being handed over'],
  accepted: ['good', 'Accepted'],
  deferred: ['warning', 'Waiting for a retry'],
  unknown: ['warning', 'Unknown'],
  skipped: ['neutral', 'Skipped'],
  failed: ['danger', 'Failed'],
};

export function DeliveryStateBadge({ state }: { state: DeliveryState }) {
  const [meaning, word] = deliveryStateWords[state];
  return <Badge meaning={meaning}>{word}</Badge>;
}
