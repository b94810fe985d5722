import { z } from 'zod';

const minutely = /^(\d{4})-(\d{2})-(\d{2})T(\d{2}):(\d{2})$/;
const minute = 60_000;
const day = 24 * 60 * minute;

/** What a clock on the wall shows, in a zone that is said elsewhere: `2026-11-25T09:00`. */
export const wallTime = z
  .string('Choose a date and a time.')
  .refine(isWallTime, 'Choose a date and a time, such as 2026-11-25T09:00.');

function isWallTime(text: string): boolean {
  const at = minutely.test(text) ? Date.parse(`${text}Z`) : Number.NaN;
  return !Number.isNaN(at) && new Date(at).toISOString().startsWith(text); // 31 November is no day
}

/** What the clocks of a zone show at an instant; to the minute. */
export function wallTimeIn(timeZone: string, at: Date): string {
  return new Date(at.getTime() + offsetOf(timeZone, at)).toISOString().slice(0, 16);
}

/**
 * When the clocks of a zone show this time, as PostgreSQL's `at time zone` has it: a time that is skipped when the
 * clocks go forward comes later by as much as they jump, and of a time that comes twice when they go back the second
 * is meant.
 */
export function instantOf(wall: string, timeZone: string): Date {
  const asUtc = Date.parse(`${wall}Z`);
  const before = asUtc - offsetOf(timeZone, new Date(asUtc - day));
  const after = asUtc - offsetOf(timeZone, new Date(asUtc + day));
  const shows = (at: number) => at + offsetOf(timeZone, new Date(at)) === asUtc;
  return new Date(shows(after) ? after : before);
}

/** When the first clocks on earth show this time (UTC+14), and when the last do (UTC−12). */
export function firstInstantOf(wall: string): Date {
  return new Date(Date.parse(`${wall}Z`) - 14 * 60 * minute);
}
export function lastInstantOf(wall: string): Date {
  return new Date(Date.parse(`${wall}Z`) + 12 * 60 * minute);
}

const formats = new Map<string, Intl.DateTimeFormat>();

/** By how many milliseconds a zone is ahead of UTC at an instant. */
export function offsetOf(timeZone: string, at: Date): number {
  let format = formats.get(timeZone);
  if (!format) {
    format = new Intl.DateTimeFormat('en', { ...fields, hourCycle: 'h23', timeZone });
    formats.set(timeZone, format);
  }
  const part = Object.fromEntries(format.formatToParts(at).map(({ type, value }) => [type, Number(value)]));
  const { year = 0, month = 1, hour = 0, second = 0 } = part;
  const shown = Date.UTC(year, month - 1, part['day'], hour, part['minute'], second);
  return shown - Math.floor(at.getTime() / 1000) * 1000;
}

const fields = {
  year: 'numeric',
  month: 'numeric',
  day: 'numeric',
  hour: 'numeric',
  minute: 'numeric',
  second: 'numeric',
} as const;
