/** A day of the viewer, `2026-11-21`, as the instant it begins; undefined for a text that is no day. */
export function startOfDay(day: string): string | undefined {
  return instantOf(day, 0);
}

/** The instant the day is over: the beginning of the next, also on days that are not 24 hours long. */
export function endOfDay(day: string): string | undefined {
  return instantOf(day, 1);
}

function instantOf(day: string, daysLater: number): string | undefined {
  const [, year, month, date] = /^(\d{4})-(\d\d)-(\d\d)$/.exec(day) ?? [];
  if (!year) return undefined;
  const instant = new Date(Number(year), Number(month) - 1, Number(date) + daysLater);
  return Number.isNaN(instant.getTime()) ? undefined : instant.toISOString();
}
