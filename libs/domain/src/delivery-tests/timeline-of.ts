import type { DeliveryTestFacts } from './delivery-test-facts.ts';

export const moments = ['asked', 'handed_over', 'arrived', 'bounce_handed_over', 'bounced', 'finished'] as const;
export type Moment = (typeof moments)[number];

export interface TimelineEntry {
  readonly at: Date;
  readonly moment: Moment;
}

/** What happened when, in order. */
export function timelineOf(
  { arrival, bounce }: Pick<DeliveryTestFacts, 'arrival' | 'bounce'>,
  { askedAt, finishedAt }: { readonly askedAt: Date; readonly finishedAt: Date | null },
): TimelineEntry[] {
  const isTaken = (state: string | undefined) => state === 'accepted' || state === 'unknown';
  const entries: readonly (readonly [Moment, Date | null | undefined])[] = [
    ['asked', askedAt],
    ['handed_over', isTaken(arrival?.state) ? arrival?.handedAt : null],
    ['bounce_handed_over', isTaken(bounce?.state) ? bounce?.handedAt : null],
    ['arrived', arrival?.cameAt],
    ['bounced', bounce?.cameAt],
    ['finished', finishedAt],
  ];
  return entries
    .flatMap(([moment, at]) => (at ? [{ moment, at }] : []))
    .toSorted((a, b) => a.at.getTime() - b.at.getTime());
}
