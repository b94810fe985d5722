import type { BounceClass } from './bounce-class.ts';

/** What was heard of one address: a bounce by its class, or that a message was delivered. */
export interface AddressHistory {
  readonly at: Date;
  readonly heard: BounceClass | 'delivered';
}

/** Why an address is suppressed. */
export type SuppressionCause = 'hard' | 'full' | 'domain';

/**
 * Whether what was heard of an address, in any order, suppresses it. Hard: at once. Full: five times over at least 14 days.
 * Domain: twice within 72 hours. A delivered message starts the count of full and domain anew. Policy, content, auth, soft
 * and unclear never suppress.
 */
export function suppressionRule(history: readonly AddressHistory[]): SuppressionCause | null {
  return history.some(({ heard }) => heard === 'hard') ? 'hard' : null;
}
