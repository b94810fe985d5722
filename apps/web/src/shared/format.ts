import { durationIn, shareIn } from '@engagex/domain/shared';
import { useSyncExternalStore } from 'react';

/** How this person wants dates and numbers written; what is null is the browser's. */
export interface Writing {
  /** As BCP 47 names it: `de-CH`. */
  readonly language: string | null;
  readonly timeZone: string | null;
}

/** Without a choice it is the browser's English: the words around are English. */
const usual = navigator.languages.find((language) => language.startsWith('en')) ?? 'en';
/** Words stay English whatever the numbers look like. */
const plurals = new Intl.PluralRules('en');
const relative = new Intl.RelativeTimeFormat('en', { numeric: 'auto' });

let writing: Writing = { language: null, timeZone: null };
let formats = formatsOf(writing);
const listeners = new Set<() => void>();

/** The zone of this browser. */
export function ownTimeZone(): string {
  return new Intl.DateTimeFormat().resolvedOptions().timeZone;
}

/** From now on dates and numbers are written this way, by every function below. */
export function writeAs(next: Writing): void {
  if (next.language === writing.language && next.timeZone === writing.timeZone) return;
  writing = next;
  formats = formatsOf(next);
  for (const listener of listeners) listener();
}

/** Draws a component again when dates and numbers are to be written in another way. */
export function useWriting(): Writing {
  return useSyncExternalStore(
    (listener) => {
      listeners.add(listener);
      return () => listeners.delete(listener);
    },
    () => writing,
  );
}

function formatsOf({ language, timeZone }: Writing) {
  const locale = language ?? usual;
  const zone = timeZone === null ? {} : { timeZone };
  const day = { day: 'numeric', month: 'short', year: 'numeric' } as const;
  const clock = { hour: '2-digit', minute: '2-digit', hourCycle: 'h23' } as const;
  return {
    locale,
    number: new Intl.NumberFormat(locale),
    time: new Intl.DateTimeFormat(locale, { ...clock, ...zone }),
    clock: new Intl.DateTimeFormat(locale, { ...clock, second: '2-digit', ...zone }),
    date: new Intl.DateTimeFormat(locale, { ...day, ...zone }),
    longDate: new Intl.DateTimeFormat(locale, { ...day, month: 'long', ...zone }),
    calendarDay: new Intl.DateTimeFormat(locale, { ...day, timeZone: 'UTC' }),
    exact: new Intl.DateTimeFormat(locale, {
      weekday: 'short',
      ...day,
      ...clock,
      second: '2-digit',
      timeZoneName: 'short',
      ...zone,
    }),
  };
}

type Instant = Date | string | number;

/** 10000 → "10,000" */
export function formatNumber(value: number): string {
  return formats.number.format(value);
}

/** (9812, 'contact') → "9,812 contacts" */
export function formatCount(value: number, one: string, many = `${one}s`): string {
  return `${formats.number.format(value)} ${plural(value, one, many)}`;
}

/** (1, 'contact') → "contact" */
export function plural(value: number, one: string, many = `${one}s`): string {
  return plurals.select(value) === 'one' ? one : many;
}

/** (45, 10000) → "0.45%"; never "0%" for something or "100%" for less than all. */
export function formatShare(part: number, whole: number): string {
  return shareIn(formatNumber, part, whole);
}

/** 1536 → "1.5 kB", in steps of 1,024 as file managers count. */
export function formatBytes(bytes: number): string {
  const units = ['byte', 'kilobyte', 'megabyte', 'gigabyte'] as const;
  if (bytes < 1024) return formatCount(bytes, 'byte');
  const step = Math.min(3, Math.floor(Math.log2(bytes) / 10));
  const options = {
    style: 'unit',
    unit: units[step],
    unitDisplay: 'short',
    maximumFractionDigits: 1,
  } as const;
  return new Intl.NumberFormat(formats.locale, options).format(bytes / 1024 ** step);
}

/** (1999, 'EUR') → "€19.99"; `minor` is the amount in the currency's smallest unit. */
export function formatMoney(minor: number, currency: string): string {
  const format = new Intl.NumberFormat(formats.locale, { style: 'currency', currency });
  return format.format(minor / 10 ** (format.resolvedOptions().maximumFractionDigits ?? 2));
}

/** ('19.99', 'EUR') → "€19.99"; an exact amount as text, rounded to what the currency has. */
export function formatAmount(amount: string, currency: string): string {
  // oxlint-disable-next-line typescript/no-unsafe-type-assertion -- a decimal, which Intl formats exactly
  return new Intl.NumberFormat(formats.locale, { style: 'currency', currency }).format(
    amount as Intl.StringNumericLiteral,
  );
}

/** "14:32" */
export function formatTime(value: Instant): string {
  return formats.time.format(new Date(value));
}

/** "14:32:07", where seconds are what it is about. */
export function formatClock(value: Instant): string {
  return formats.clock.format(new Date(value));
}

/** "8 Aug 2026" */
export function formatDate(value: Instant): string {
  return formats.date.format(new Date(value));
}

/** "8 August 2026" */
export function formatLongDate(value: Instant): string {
  return formats.longDate.format(new Date(value));
}

/** A day of a calendar, "2026-08-08", which is the same day everywhere → "8 Aug 2026" */
export function formatDay(day: string): string {
  return formats.calendarDay.format(new Date(day));
}

/** "8 Aug 2026, 14:32" */
export function formatDateTime(value: Instant): string {
  return `${formatDate(value)}, ${formatTime(value)}`;
}

/** ("2026-08-08T12:32:00Z", "Europe/Berlin") → "Sat, 8 Aug 2026, 14:32", whatever zone the viewer is in. */
export function formatDateTimeIn(value: Instant, timeZone: string): string {
  return inZone(timeZone).format(new Date(value));
}

/** ("2026-08-08T12:32:07Z", "Europe/Berlin") → "14:32:07", whatever zone the viewer is in. */
export function formatClockIn(value: Instant, timeZone: string): string {
  const clock = { hour: '2-digit', minute: '2-digit', second: '2-digit', hourCycle: 'h23' } as const;
  return new Intl.DateTimeFormat(formats.locale, { ...clock, timeZone }).format(new Date(value));
}

/** What a clock on the wall shows, "2026-08-08T14:32" → "Sat, 8 Aug 2026, 14:32" */
export function formatWallTime(wall: string): string {
  return formatDateTimeIn(`${wall}Z`, 'UTC');
}

function inZone(timeZone: string): Intl.DateTimeFormat {
  const day = { weekday: 'short', day: 'numeric', month: 'short', year: 'numeric' } as const;
  const clock = { hour: '2-digit', minute: '2-digit', hourCycle: 'h23' } as const;
  return new Intl.DateTimeFormat(formats.locale, { ...day, ...clock, timeZone });
}

/** "November 2026", of a day of it */
export function formatMonth(day: string): string {
  return new Intl.DateTimeFormat(formats.locale, { month: 'long', year: 'numeric', timeZone: 'UTC' }).format(
    new Date(day),
  );
}

/** "Wed" */
export function formatWeekday(day: string): string {
  return new Intl.DateTimeFormat(formats.locale, { weekday: 'short', timeZone: 'UTC' }).format(new Date(day));
}

/** "Sat, 8 Aug 2026, 14:32:07 CEST" */
export function formatExact(value: Instant): string {
  return formats.exact.format(new Date(value));
}

/** "Europe/Berlin" → "Berlin", as people say it; "America/New_York" → "New York". */
export function zoneInWords(timeZone: string): string {
  return timeZone.slice(timeZone.lastIndexOf('/') + 1).replaceAll('_', ' ');
}

/** Relative within a day ("4 minutes ago", "in 2 hours"), else the date. */
export function formatRelative(value: Instant, now: Instant = Date.now()): string {
  const seconds = (new Date(value).getTime() - new Date(now).getTime()) / 1000;
  const distance = Math.abs(seconds);
  if (distance < 45) return 'just now';
  if (distance < 3600) return relative.format(Math.trunc(seconds / 60) || Math.sign(seconds), 'minute');
  if (distance < 86_400) return relative.format(Math.trunc(seconds / 3600), 'hour');
  return formatDateTime(value);
}

/** 3725 → "1 h 2 min"; under a minute "40 s". */
export function formatDuration(seconds: number): string {
  return durationIn(formatNumber, seconds);
}

/** Whether a time is still ahead: what was due and has not happened yet happens at any moment, not "3 minutes ago". */
export function isToCome(time: string): boolean {
  return new Date(time).getTime() > Date.now();
}
