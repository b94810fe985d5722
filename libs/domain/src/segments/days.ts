import type { DayPredicate } from './predicates.ts';

/** Calendar days as `YYYY-MM-DD`, which sort as time does. */

const millisecondsOfDay = 86_400_000;
const formats = new Map<string, Intl.DateTimeFormat>();

/** The day it is in this time zone. */
export function dayIn(timeZone: string, at: Date): string {
  let format = formats.get(timeZone);
  if (!format) {
    format = new Intl.DateTimeFormat('en-CA', { timeZone, year: 'numeric', month: '2-digit', day: '2-digit' });
    formats.set(timeZone, format);
  }
  const parts = Object.fromEntries(format.formatToParts(at).map(({ type, value }) => [type, value]));
  return `${(parts['year'] ?? '').padStart(4, '0')}-${parts['month']}-${parts['day']}`;
}

export function addDays(day: string, count: number): string {
  return new Date(Date.parse(`${day}T00:00:00Z`) + count * millisecondsOfDay).toISOString().slice(0, 10);
}

/** The first moment of a day in this time zone. Where clocks change at midnight, that is not 00:00. */
export function startOfDay(timeZone: string, day: string): Date {
  const utc = Date.parse(`${day}T00:00:00Z`);
  let [before, after] = [utc - millisecondsOfDay, utc + millisecondsOfDay];
  while (after - before > 1) {
    const middle = Math.floor((before + after) / 2);
    if (dayIn(timeZone, new Date(middle)) < day) before = middle;
    else after = middle;
  }
  return new Date(after);
}

/** Days from `from` to `to`, both included and either open. */
export interface DayRange {
  readonly from: string | null;
  readonly to: string | null;
}

type RangePredicate = Exclude<DayPredicate, { op: 'is_set' | 'is_empty' | 'anniversary_in_days' }>;

/** The days a predicate means when today is `today`; for "is not", those it rules out. */
export function rangeOf(predicate: RangePredicate, today: string): DayRange {
  switch (predicate.op) {
    case 'is':
    case 'is_not':
      return { from: predicate.value, to: predicate.value };
    case 'lt':
      return { from: null, to: addDays(predicate.value, -1) };
    case 'lte':
      return { from: null, to: predicate.value };
    case 'gt':
      return { from: addDays(predicate.value, 1), to: null };
    case 'gte':
      return { from: predicate.value, to: null };
    case 'between':
      return { from: predicate.from, to: predicate.to };
    case 'in_last_days':
      return { from: addDays(today, -predicate.days), to: today };
    case 'more_than_days_ago':
      return { from: null, to: addDays(today, -predicate.days - 1) };
    case 'in_next_days':
      return { from: today, to: addDays(today, predicate.days) };
  }
}

/** Month and day, `MM-DD`, of those whose anniversary is on this day. */
export function anniversariesOn(day: string): string[] {
  const monthAndDay = day.slice(5);
  const isLastOfFebruary = monthAndDay === '02-28' && addDays(day, 1).slice(5) === '03-01';
  return isLastOfFebruary ? ['02-28', '02-29'] : [monthAndDay];
}
