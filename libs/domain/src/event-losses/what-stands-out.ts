import type { EventLosses, LossCounts } from './event-losses.contract.ts';

/** A part of the events that is lost far more often than the rest. */
export interface StandsOut {
  readonly what: 'browser' | 'release' | 'source';
  readonly index: number;
  readonly share: number;
  /** Of all others. */
  readonly shareOfRest: number;
}

const [fewestLost, times] = [20, 3];

export function shareLost({ lost, expected }: Pick<LossCounts, 'lost' | 'expected'>): number {
  return expected === 0 ? 0 : lost / expected;
}

/** What is lost three times as often as the rest: where to look first. Null when nothing is, or too little is lost to tell. */
export function whatStandsOut({ byBrowser, byRelease, bySource, total }: EventLosses): StandsOut | null {
  const groups = [
    ['browser', byBrowser],
    ['release', byRelease],
    ['source', bySource],
  ] as const;
  const found = groups.flatMap(([what, parts]) =>
    parts.flatMap((part, index) => {
      const rest = { lost: total.lost - part.lost, expected: total.expected - part.expected };
      const [share, shareOfRest] = [shareLost(part), shareLost(rest)];
      if (part.lost < fewestLost || rest.expected === 0 || share < times * shareOfRest) return [];
      return [{ what, index, share, shareOfRest }];
    }),
  );
  return found.toSorted((one, other) => other.share - one.share)[0] ?? null;
}

/** The day since which more is lost than before: from it on, every day lost three times the share of all days before it. */
export function lostSince({ days }: Pick<EventLosses, 'days'>): string | null {
  const inOrder = days.toSorted((one, other) => (one.day < other.day ? -1 : 1));
  for (let index = 3; index < inOrder.length; index += 1) {
    const before = sumOf(inOrder.slice(0, index));
    const after = inOrder.slice(index);
    const isWorse = (part: Pick<LossCounts, 'lost' | 'expected'>) =>
      part.lost > 0 && shareLost(part) >= times * shareLost(before);
    if (sumOf(after).lost >= fewestLost && after.every(isWorse)) return inOrder[index]?.day ?? null;
  }
  return null;
}

function sumOf(days: readonly LossCounts[]): Pick<LossCounts, 'lost' | 'expected'> {
  return days.reduce((sum, { lost, expected }) => ({ lost: sum.lost + lost, expected: sum.expected + expected }), {
    lost: 0,
    expected: 0,
  });
}
