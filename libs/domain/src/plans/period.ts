/** The month that limits run in; `until` is the first moment after it. */
export interface Period {
  readonly from: Date;
  readonly until: Date;
}

/**
 * The month that holds `now`, counted from an anchor as Stripe counts the cycles of a subscription: in a month that is too short, on its last
 * day (31 January, 28 February, 31 March). All in UTC. Without an anchor, the calendar month.
 */
export function periodAt(now: Date, anchor: Date | null): Period {
  const first = anchor ?? new Date(Date.UTC(now.getUTCFullYear(), now.getUTCMonth()));
  let n = (now.getUTCFullYear() - first.getUTCFullYear()) * 12 + now.getUTCMonth() - first.getUTCMonth();
  if (monthsAfter(first, n) > now) n -= 1; // its day of this month is still to come
  return { from: monthsAfter(first, n), until: monthsAfter(first, n + 1) };
}

/** Counted from the anchor each time, so that a short month does not move the day of those after it. */
function monthsAfter(anchor: Date, n: number): Date {
  const month = anchor.getUTCMonth() + n;
  const lastDay = new Date(Date.UTC(anchor.getUTCFullYear(), month + 1, 0)).getUTCDate();
  const day = Math.min(anchor.getUTCDate(), lastDay);
  return new Date(Date.UTC(anchor.getUTCFullYear(), month, day) + (anchor.getTime() % 86_400_000));
}
