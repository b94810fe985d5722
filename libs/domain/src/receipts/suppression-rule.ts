import type { BounceClass } from './bounce-class.ts';

/** What was heard of one address: a bounce by its class, or that a message was delivered. */
export interface AddressHistory {
  readonly at: Date;
  readonly heard: BounceClass | 'delivered';
}

/** Why an address is suppressed. */
export type SuppressionCause = 'hard' | 'full' | 'domain';

const hour = 60 * 60 * 1000;
const fullTimes = 5;
const fullFor = 14 * 24 * hour;
const domainTimes = 2;
const domainWithin = 72 * hour;

/**
 * Whether what was heard of an address, in any order, suppresses it. Hard: at once. Full: five times over at least 14 days.
 * Domain: twice within 72 hours. A delivered message starts the count of full and domain anew. Policy, content, auth, soft
 * and unclear never suppress: they are no fault of the address.
 */
export function suppressionRule(history: readonly AddressHistory[]): SuppressionCause | null {
  if (history.some(({ heard }) => heard === 'hard')) return 'hard';
  const delivered = timesOf(history, 'delivered').at(-1) ?? Number.NEGATIVE_INFINITY;
  const since = history.filter(({ at }) => at.getTime() > delivered);
  const full = timesOf(since, 'full');
  if (full.length >= fullTimes && spanOf(full) >= fullFor) return 'full';
  const domain = timesOf(since, 'domain');
  const isGone = domain.some((at, index) => {
    const before = domain[index - (domainTimes - 1)];
    return before !== undefined && at - before <= domainWithin;
  });
  return isGone ? 'domain' : null;
}

function timesOf(history: readonly AddressHistory[], heard: AddressHistory['heard']): number[] {
  return history
    .flatMap((entry) => (entry.heard === heard ? [entry.at.getTime()] : []))
    .toSorted((one, other) => one - other);
}

function spanOf(times: readonly number[]): number {
  return (times.at(-1) ?? 0) - (times[0] ?? 0);
}
