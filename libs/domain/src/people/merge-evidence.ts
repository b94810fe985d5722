export const mergeReasons = ['identify', 'alias'] as const;
export type MergeReason = (typeof mergeReasons)[number];

/** An event that says an anonymous person is a known one. */
export interface MergeEvidence {
  readonly intoId: string;
  readonly reason: MergeReason;
  readonly eventId: string;
  /** When it was received. */
  readonly eventAt: Date;
}

export interface DecidedMerge<Evidence extends MergeEvidence> {
  /** Null when no evidence counts. */
  readonly chosen: Evidence | null;
  /** Evidence for somebody else: the device has several users. */
  readonly sharedWith: readonly Evidence[];
  /** Evidence for people that a member has said this is not. */
  readonly undone: readonly Evidence[];
}

/**
 * Whose an anonymous person is, by everything that is known: the first event decides, whichever order events are looked at
 * in. Later ones with another user come from a device that several people use, and merge nobody.
 *
 * @param notInto people whom a member separated from this one.
 */
export function decideMerge<Evidence extends MergeEvidence>(
  evidence: readonly Evidence[],
  notInto: ReadonlySet<string>,
): DecidedMerge<Evidence> {
  const inOrder = evidence.toSorted(byTime);
  const counting = inOrder.filter(({ intoId }) => !notInto.has(intoId));
  const chosen = counting[0] ?? null;
  return {
    chosen,
    sharedWith: counting.filter(({ intoId }) => intoId !== chosen?.intoId),
    undone: inOrder.filter(({ intoId }) => notInto.has(intoId)),
  };
}

function byTime(one: MergeEvidence, other: MergeEvidence): number {
  const difference = one.eventAt.getTime() - other.eventAt.getTime();
  if (difference !== 0) return difference;
  return one.eventId < other.eventId ? -1 : 1;
}
