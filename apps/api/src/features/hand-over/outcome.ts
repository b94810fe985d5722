import { type FailReason, nextAttemptAt } from '@engagex/domain/deliveries';
import type { HandOver } from '../../ports/mail.ts';

/** What becomes of a message that was handed over. */
export interface Outcome {
  readonly id: string;
  readonly state: 'accepted' | 'deferred' | 'failed' | 'unknown' | 'pending';
  readonly reason: FailReason | null;
  /** The server's words; null when nobody was asked. */
  readonly response: string | null;
  readonly counted: 0 | 1;
  readonly nextAttemptAt: Date | null;
}

/** `attempts` is how many counted before this one. */
export function outcomeOf(
  { id, attempts }: { readonly id: string; readonly attempts: number },
  { kind, response }: HandOver,
  now: Date,
): Outcome {
  const base = { id, response, reason: null, counted: 1, nextAttemptAt: null } as const;
  switch (kind) {
    case 'accepted':
    case 'unknown':
      return { ...base, state: kind };
    case 'rejected':
      return { ...base, state: 'failed', reason: 'rejected' };
    case 'deferred': {
      const next = nextAttemptAt(attempts + 1, now);
      return next
        ? { ...base, state: 'deferred', nextAttemptAt: next }
        : { ...base, state: 'failed', reason: 'retries_exhausted' };
    }
    case 'unreachable':
    case 'refused':
      return { ...base, state: 'pending', counted: 0 };
    case 'withheld':
      return neverHandedOver(id);
  }
}

/** It goes back as if it had not been claimed. */
export function neverHandedOver(id: string): Outcome {
  return { id, state: 'pending', reason: null, response: null, counted: 0, nextAttemptAt: null };
}
