/** Billing periods in UTC: a month keeps the day of its anchor, or ends with the month that is too short for it. */
export interface Interval {
  readonly interval: string;
  readonly interval_count: number;
}

export const DAY_S = 86_400;

/** The anchor moved by a number of intervals; counted from the anchor, so that a short month changes nothing later. */
export function nth(anchor: number, { interval, interval_count: count }: Interval, n: number): number {
  if (interval === 'day') return anchor + n * count * DAY_S;
  if (interval === 'week') return anchor + n * count * 7 * DAY_S;
  return addMonths(anchor, n * count * (interval === 'year' ? 12 : 1));
}

export function addMonths(anchor: number, months: number): number {
  const at = new Date(anchor * 1000);
  const [year, month] = [at.getUTCFullYear(), at.getUTCMonth() + months];
  const lastDay = new Date(Date.UTC(year, month + 1, 0)).getUTCDate();
  const day = Math.min(at.getUTCDate(), lastDay);
  const midnight = Date.UTC(year, month, day) / 1000;
  return midnight + (anchor % DAY_S);
}

/** The first end of a period after a moment; the anchor may be before it or after it. */
export function nextEnd(anchor: number, interval: Interval, after: number): number {
  const span = nth(anchor, interval, 1) - anchor;
  let n = Math.floor((after - anchor) / span) - 1;
  while (nth(anchor, interval, n) <= after) n += 1;
  return nth(anchor, interval, n);
}

/** The beginning of the period that ends at a moment. */
export function startBefore(anchor: number, interval: Interval, end: number): number {
  const span = nth(anchor, interval, 1) - anchor;
  let n = Math.ceil((end - anchor) / span) + 1;
  while (nth(anchor, interval, n) >= end) n -= 1;
  return nth(anchor, interval, n);
}
