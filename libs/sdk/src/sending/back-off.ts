const firstMs = 1_000;
const longestMs = 5 * 60_000;
const longestToldMs = 60 * 60_000;

/**
 * How long to wait after the n-th failure in a row, counted from 1: twice as long each time, with jitter so that the pages
 * of a shop do not all return at the same moment.
 */
export function backOff(failures: number, random: number): number {
  return Math.min(longestMs, firstMs * 2 ** (failures - 1)) * (0.5 + random / 2);
}

/** `Retry-After` in milliseconds (RFC 9110, 10.2.3): seconds or a date, an hour at most; 0 without. */
export function toldToWait(header: string | null, now: number): number {
  if (!header) return 0;
  const ms = /^\d+$/.test(header) ? Number(header) * 1000 : Date.parse(header) - now;
  return ms > 0 ? Math.min(ms, longestToldMs) : 0;
}
