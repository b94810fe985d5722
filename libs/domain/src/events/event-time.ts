const minute = 60_000;
/** A device clock is corrected when it is further off than this, in steps of the same size. */
const skewStepMs = 5 * minute;

const iso =
  /^\d{4}-(?:0[1-9]|1[0-2])-(?:0[1-9]|[12]\d|3[01])(?:[T ](?:[01]\d|2[0-3]):[0-5]\d(?::[0-5]\d(?:[.,]\d{1,9})?)?(Z|[+-]\d{2}:?\d{2})?)?$/i;

/** An instant that was read, and whether it had no time zone and was taken for UTC. */
export interface ReadInstant {
  readonly at: Date;
  readonly isZoneAssumed: boolean;
}

/** Reads ISO 8601; null for everything else, for days that do not exist and for years before 1970. */
export function readInstant(text: string): ReadInstant | null {
  const match = iso.exec(text);
  if (!match) return null;
  const zone = match[1];
  const isDay = text.length === 10;
  const withT = text.replace(' ', 'T').replace(',', '.');
  const at = new Date(isDay ? `${text}T00:00Z` : zone ? withT.toUpperCase() : `${withT}Z`);
  if (Number.isNaN(at.getTime()) || at.getTime() < 0) return null;
  if (!isRealDay(text)) return null;
  return { at, isZoneAssumed: !zone };
}

/** `Date` takes the 30th of February for the 1st or 2nd of March. */
function isRealDay(text: string): boolean {
  const [year, month, day] = text.slice(0, 10).split('-').map(Number);
  return new Date(Date.UTC(year ?? 0, (month ?? 0) - 1, day)).getUTCDate() === day;
}

/**
 * The time of an event by our clock. `sentAt` is when the device says it sent it, so the difference to when it was received is
 * how far its clock is off, plus the time on the way. Below five minutes nothing is changed: correcting by what the
 * network took would put events in another order. Beyond, whole steps of five minutes keep events that were sent apart in their order.
 */
export function correctedTime(at: Date, sentAt: Date | null, receivedAt: Date): Date {
  if (!sentAt) return at;
  const skew = receivedAt.getTime() - sentAt.getTime();
  if (Math.abs(skew) <= skewStepMs) return at;
  return new Date(at.getTime() + Math.round(skew / skewStepMs) * skewStepMs);
}
