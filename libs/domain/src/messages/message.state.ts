import type { DeliveryState, FailReason } from '../deliveries/index.ts';

/** States in which nothing more happens by itself; what the message said and its files are forgotten then. */
export const finalMessageStates = [
  'accepted',
  'unknown',
  'skipped',
  'failed',
] as const satisfies readonly DeliveryState[];

export function isFinalMessage(state: DeliveryState): boolean {
  return finalMessageStates.some((each) => each === state);
}

/** Why a message was deliberately not sent. Who unsubscribed still gets messages they asked for themselves. */
export const messageSkipReasons = ['suppressed', 'erased', 'cancelled'] as const;
export type MessageSkipReason = (typeof messageSkipReasons)[number];

export const messageReasonWords: Readonly<Record<MessageSkipReason | FailReason, string>> = {
  suppressed: 'the address is suppressed',
  erased: 'the person was erased',
  cancelled: 'the organization is being deleted',
  rejected: 'the receiving server refused it',
  'invalid-address': 'the address cannot be mailed',
  content: 'it could not be put together',
  'retries-exhausted': 'the receiving server kept saying “not now”',
};

/** How long a key keeps two requests from becoming two messages. */
export const idempotencyHours = 24;
