const joiningPercent = 5;
const joiningAlways = 10;

/**
 * How many people who join between the moment somebody agreed to an audience of this size and the start may get the
 * campaign, too: 5 %, or 10 people where that is less. If more people join the audience, a member has to confirm again.
 */
export function mayJoin(agreed: number): number {
  return Math.max(joiningAlways, Math.floor((agreed * joiningPercent) / 100));
}
