import type { MessageState } from '@engagex/domain/messages';
import { Badge } from '../../../ui/badge.tsx';
import type { Meaning } from '../../../ui/meaning.ts';

/** What each state of a delivery or of a single message is called, and what it means. */
export const deliveryStateWords: Readonly<Record<MessageState, readonly [Meaning, string]>> = {
  pending: ['neutral', 'Pending'],
  claimed: ['neutral', 'Being prepared'],
  submitting: ['info', 'Being handed over'],
  accepted: ['good', 'Accepted'],
  deferred: ['warning', 'Waiting for a retry'],
  unknown: ['warning', 'Unknown'],
  skipped: ['neutral', 'Skipped'],
  failed: ['danger', 'Failed'],
};

const held = ['info', 'Held'] as const satisfies readonly [Meaning, string];

/** `isHeld`: pending, until something is decided about the campaign. */
export function DeliveryStateBadge({ state, isHeld }: { state: MessageState; isHeld?: boolean }) {
  const [meaning, word] = isHeld ? held : deliveryStateWords[state];
  return <Badge meaning={meaning}>{word}</Badge>;
}
