import type { ChosenEvent, Interval, WeekStart } from '@engagex/domain/explore';
import type { Deed, History } from './histories.ts';

/*
 * What the words of a question mean, one event and one person at a time: the measure of the SQL that answers for everybody at once.
 * Written from the contract, not from the SQL.
 */

/** A deed of whoever it belongs to after merges. */
export type Own = Deed & { readonly owner: string };

/** Everything people did, in order: by time, what is told of the same moment by receipt. */
export function deedsOf({ deeds, merges }: History): Own[] {
  return deeds
    .filter(({ kind }) => kind !== 'identify')
    .map((deed) => ({ ...deed, owner: merges.get(deed.person) ?? deed.person }))
    .toSorted((a, b) => a.at - b.at || a.receivedAt - b.receivedAt || (a.id < b.id ? -1 : 1));
}

export function byOwner(deeds: readonly Own[]): Own[][] {
  return [...Map.groupBy(deeds, ({ owner }) => owner).values()];
}

export function isOf({ name, properties }: Deed, chosen: ChosenEvent): boolean {
  if (chosen.name !== null && chosen.name !== name) return false;
  return chosen.properties.every((property) => {
    const value = properties[property.name];
    const { predicate } = property;
    // Those the histories are asked about.
    if (predicate.op === 'is' && property.type === 'text')
      return typeof value === 'string' && value.toLowerCase() === String(predicate.value).toLowerCase();
    if (predicate.op === 'is') return value === predicate.value;
    if (predicate.op === 'gt') return typeof value === 'number' && value > Number(predicate.value);
    throw new Error(`Nobody asks for ${predicate.op} here.`);
  });
}

/** The value of a breakdown as text; null for what is neither text nor number nor boolean. */
export function valueOf({ properties }: Deed, property: string): string | null {
  const value = properties[property];
  return ['string', 'number', 'boolean'].includes(typeof value)
    ? Array.from(String(value)).slice(0, 200).join('')
    : null;
}

const formats = new Map<string, Intl.DateTimeFormat>();

/** The date that clocks of a zone show. */
export function dayAt(timeZone: string, at: number): string {
  let format = formats.get(timeZone);
  if (!format) formats.set(timeZone, (format = new Intl.DateTimeFormat('en-CA', { timeZone, dateStyle: 'short' })));
  return format.format(at);
}

export function addDays(day: string, days: number): string {
  return new Date(Date.parse(`${day}T00:00Z`) + days * 86_400_000).toISOString().slice(0, 10);
}

export function daysFrom(first: string, end: string): string[] {
  const days: string[] = [];
  for (let day = first; day < end; day = addDays(day, 1)) days.push(day);
  return days;
}

const beginnings = new Map<string, number>();

/** The first moment at which clocks show this day or a later one. */
export function beginOf(timeZone: string, day: string): number {
  const key = `${timeZone} ${day}`;
  const kept = beginnings.get(key);
  if (kept !== undefined) return kept;
  let at = Date.parse(`${day}T00:00Z`) - 16 * 3_600_000;
  while (dayAt(timeZone, at) < day) at += 15 * 60_000;
  beginnings.set(key, at);
  return at;
}

/** The first day of the week or month of a day. */
export function unitOf(day: string, unit: Interval, weekStart: WeekStart): string {
  if (unit === 'month') return `${day.slice(0, 8)}01`;
  if (unit !== 'week') return day;
  let first = day;
  while (new Date(`${first}T00:00Z`).getUTCDay() !== { sunday: 0, monday: 1, saturday: 6 }[weekStart])
    first = addDays(first, -1);
  return first;
}
