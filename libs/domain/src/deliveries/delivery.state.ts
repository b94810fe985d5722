/**
 * The life of one message to one contact. `submitting` is committed just before the hand-over and the result just
 * after, so a crash in between leaves `submitting`, which becomes `unknown` and is never blindly sent again.
 */
export const deliveryStates = [
  'pending',
  'submitting',
  'accepted',
  'deferred',
  'unknown',
  'skipped',
  'failed',
] as const;
export type DeliveryState = (typeof deliveryStates)[number];

/** States in which something is still going to happen; a ledger without any is closed. */
export const openStates = ['pending', 'submitting', 'deferred'] as const satisfies readonly DeliveryState[];

/** The states of a message to which nothing unusual happens. */
const ordinaryStates: readonly DeliveryState[] = ['pending', 'submitting', 'accepted'];
export const isException = (state: DeliveryState): boolean => !ordinaryStates.includes(state);

/** Why a person in the audience was deliberately not mailed. */
export const skipReasons = [
  'unsubscribed',
  'no_address',
  'suppressed',
  'paused',
  'topic',
  'frequency_cap',
  'deleted',
  'cancelled',
  'hour_passed', // in their zone, when the campaign was scheduled
] as const;
export type SkipReason = (typeof skipReasons)[number];

/** Why a message could not be handed over. */
export const failReasons = ['rejected', 'invalid_address', 'content', 'retries_exhausted'] as const;
export type FailReason = (typeof failReasons)[number];

/** Why a message failed that may be sent again, because that may have passed. */
export const retryReasons = ['retries_exhausted', 'content', 'rejected'] as const satisfies readonly FailReason[];
export type RetryReason = (typeof retryReasons)[number];

const minute = 60_000;
const retryDelays = [1, 5, 15, 60, 120, 240, 480, 720, 720, 720].map((minutes) => minutes * minute);

/** When to try a deferred message again; null once about two days of growing gaps are used up (RFC 5321, 4.5.4.1). */
export function nextAttemptAt(attempts: number, now: Date): Date | null {
  const delay = retryDelays[attempts - 1];
  return delay === undefined ? null : new Date(now.getTime() + delay);
}
