/** What became of messages, in one place or altogether. */
export interface DeliverabilityCounts {
  readonly accepted: number;
  /** Bounced at the hand-over. */
  readonly refused: number;
  readonly deferred: number;
  readonly delivered: number;
  /** Bounces, whether at the hand-over or later: the mailbox does not exist, or mailbox providers object to us. */
  readonly hard: number;
  readonly policy: number;
  readonly otherBounces: number;
  readonly complained: number;
}

export const noCounts: DeliverabilityCounts = {
  accepted: 0,
  refused: 0,
  deferred: 0,
  delivered: 0,
  hard: 0,
  policy: 0,
  otherBounces: 0,
  complained: 0,
};

export function sumOf(all: readonly DeliverabilityCounts[]): DeliverabilityCounts {
  const sum = (of: (counts: DeliverabilityCounts) => number) => all.reduce((total, each) => total + of(each), 0);
  return {
    accepted: sum(({ accepted }) => accepted),
    refused: sum(({ refused }) => refused),
    deferred: sum(({ deferred }) => deferred),
    delivered: sum(({ delivered }) => delivered),
    hard: sum(({ hard }) => hard),
    policy: sum(({ policy }) => policy),
    otherBounces: sum(({ otherBounces }) => otherBounces),
    complained: sum(({ complained }) => complained),
  };
}

/** How many messages a mailbox provider was handed and answered for good. */
export function handedOf({ accepted, refused }: DeliverabilityCounts): number {
  return accepted + refused;
}

/** Gmail and Yahoo ask senders to stay below the first, and block those above the second. */
export const complaintLines = { warning: 0.001, limit: 0.003 } as const;
/** A mailbox provider that refuses this share of messages by its policy objects to the sender. */
export const policyLine = 0.05;
/** One that defers more than this share wants to be handed less. */
export const deferralLine = 0.2;
/** Below this many accepted messages, a few complaints say little about the rate. */
export const leastForRates = 1_000;

/** Complaints as a share of accepted messages; null while too few were accepted to tell. */
export function complaintRate({ complained, accepted }: DeliverabilityCounts): number | null {
  return accepted < leastForRates ? null : complained / accepted;
}
