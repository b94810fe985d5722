import type { DeliveryState, FailReason } from '../deliveries/index.ts';

/** Those of a delivery, and `claimed` while a worker writes the message. */
export const messageStates = [
  'pending',
  'claimed',
  'submitting',
  'accepted',
  'deferred',
  'unknown',
  'skipped',
  'failed',
] as const satisfies readonly ('claimed' | DeliveryState)[];
export type MessageState = (typeof messageStates)[number];

/** States in which nothing more happens automatically; what the message said and its files are forgotten then. */
export const finalMessageStates = [
  'accepted',
  'unknown',
  'skipped',
  'failed',
] as const satisfies readonly DeliveryState[];

export function isFinalMessage(state: MessageState): boolean {
  return finalMessageStates.some((each) => each === state);
}

/** Why a message was deliberately not sent. People who unsubscribed still get messages. */
export const messageSkipReasons = ['suppressed', 'erased', 'cancelled'] as const;
export type MessageSkipReason = (typeof messageSkipReasons)[number];

export const messageReasonWords: Readonly<Record<MessageSkipReason | FailReason, string>> = {
  suppressed: 'the address is suppressed',
  erased: 'the person was erased',
  cancelled: 'the organization is being deleted',
  rejected: 'the receiving server rejected it',
  invalid_address: 'the address cannot be mailed',
  content: 'it could not be prepared',
  retries_exhausted: 'the receiving server kept saying “not now”',
};

/** How long an idempotency key keeps two requests from becoming two messages. */
export const idempotencyHours = 24;
