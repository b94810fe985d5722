/** What decides how long a campaign takes. */
export interface RemainingWork {
  readonly now: Date;
  /** People of this campaign still to be handed over. */
  readonly left: number;
  /** The same of the organization's other campaigns that are sending: they take turns with it. */
  readonly others: readonly number[];
  /** Messages per second the organization was measured at while it was sending; null when it never was. */
  readonly perSecond: number | null;
  /** Rates that bound a part of the campaign: so many people at so many per second. */
  readonly bounds: readonly { readonly left: number; readonly perSecond: number; readonly because: string }[];
  /** Limits of the day. `capOf` is what may go out on the day so many days from now, null when that has no limit. */
  readonly days: readonly {
    readonly leftToday: number;
    readonly capOf: (inDays: number) => number | null;
    readonly because: string;
  }[];
  /** When today ends. */
  readonly dayEnds: Date;
}

export interface FinishTime {
  readonly at: Date;
  /** What it waits for longest; null is the rate at which the transport takes messages. */
  readonly because: string | null;
}

const dayMs = 86_400_000;
const mostDays = 3_650;

/**
 * When sending will be done, from rates measured and limits set; null when nothing is left or neither is known.
 * Campaigns of one organization take turns, so a small one does not wait for a big one to end.
 */
export function finishTime(work: RemainingWork): FinishTime | null {
  if (work.left === 0) return null;
  const candidates = [byRate(work), ...work.bounds.map((bound) => byBound(work.now, bound)), ...byDays(work)];
  return candidates
    .filter((each): each is FinishTime => each !== null)
    .reduce<FinishTime | null>((latest, each) => (latest && latest.at >= each.at ? latest : each), null);
}

function byRate({ now, left, others, perSecond }: RemainingWork): FinishTime | null {
  if (!perSecond) return null;
  const shared = others.reduce((sum, other) => sum + Math.min(other, left), left);
  return { at: new Date(now.getTime() + (shared / perSecond) * 1000), because: null };
}

function byBound(now: Date, { left, perSecond, because }: RemainingWork['bounds'][number]): FinishTime | null {
  if (left === 0) return null;
  return { at: new Date(now.getTime() + (left / perSecond) * 1000), because };
}

/** What does not fit into today goes out from the beginning of the day on which the limits have room for the last. */
function byDays({ left, days, dayEnds, others }: RemainingWork): (FinishTime | null)[] {
  const ahead = others.reduce((sum, other) => sum + Math.min(other, left), left);
  return days.map(({ leftToday, capOf, because }) => {
    let rest = ahead - leftToday;
    if (rest <= 0) return null;
    for (let inDays = 1; inDays < mostDays; inDays += 1) {
      const cap = capOf(inDays);
      if (cap === null || cap >= rest) return { at: new Date(dayEnds.getTime() + (inDays - 1) * dayMs), because };
      rest -= cap;
    }
    return { at: new Date(dayEnds.getTime() + mostDays * dayMs), because };
  });
}
