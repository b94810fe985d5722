import { plainName } from './plain-name.ts';

/** Whether the day or the month comes first where a date is written in numbers: 03/04/2026. */
export const dayOrders = ['day_first', 'month_first'] as const;
export type DayOrder = (typeof dayOrders)[number];

/** What a cell says about its file's way of writing dates: `either` reads as two different days. */
export type DateStyle = DayOrder | 'either' | 'plain';

/** A day, and the time of day as text when the cell has one. */
interface Parts {
  readonly year: number;
  /** The two numbers as written, for the day and the month; or the month, then the day, when both are known. */
  readonly first: number;
  readonly second: number;
  readonly isOrdered: boolean;
  readonly time: string;
}

const time = String.raw`(?:[T,]?\s*(?:um\s+|at\s+|à\s+|alle\s+)?(\d{1,2}[:.h]\d\d(?:[:.]\d\d(?:\.\d{1,9})?)?\s*(?:[ap]\.?m\.?|uhr)?\s*(?:Z|UTC|GMT|[+-]\d\d:?\d\d)?))?`;
const yearFirst = new RegExp(String.raw`^(\d{4})[-/.](\d{1,2})[-/.](\d{1,2})\.?${time}$`, 'i');
const yearLast = new RegExp(String.raw`^(\d{1,2})[-/.]\s?(\d{1,2})[-/.]\s?(\d{4}|\d{2})\.?${time}$`, 'i');
const named = new RegExp(
  String.raw`^(?:\p{L}+\.?,?\s+)?(?:(\d{1,2})(?:st|nd|rd|th|er|º|°|\.)?[\s-]+(?:de\s+|of\s+)?(\p{L}+)\.?|(\p{L}+)\.?[\s-]+(\d{1,2})(?:st|nd|rd|th)?),?[\s-]+(?:de\s+|del\s+)?(\d{4})${time}$`,
  'iu',
);
const compact = /^((?:19|20)\d\d)(0[1-9]|1[0-2])([0-2]\d|3[01])$/;

function partsOf(cell: string): Parts | null {
  const iso = yearFirst.exec(cell);
  if (iso) return known(Number(iso[1]), Number(iso[2]), Number(iso[3]), iso[4]);
  const numeric = yearLast.exec(cell);
  if (numeric)
    return {
      year: fullYear(numeric[3] ?? ''),
      first: Number(numeric[1]),
      second: Number(numeric[2]),
      isOrdered: false,
      time: numeric[4]?.trim() ?? '',
    };
  const words = named.exec(cell);
  if (!words) return null;
  const month = monthOf(words[2] ?? words[3] ?? '');
  return month === null ? null : known(Number(words[5]), month, Number(words[1] ?? words[4]), words[6]);
}

function known(year: number, month: number, day: number, clock: string | undefined): Parts {
  return { year, first: month, second: day, isOrdered: true, time: clock?.trim() ?? '' };
}

/** As Excel reads two digits: 1930 to 2029. */
function fullYear(digits: string): number {
  const year = Number(digits);
  return digits.length === 4 ? year : year < 30 ? 2000 + year : 1900 + year;
}

/** How a cell writes its day; null when it is no date. */
export function dateStyleOf(cell: string): DateStyle | null {
  if (!/^\p{L}{0,12}\.?,?\s*\d|^\p{L}+\.?[\s-]+\d/u.test(cell)) return null;
  const parts = partsOf(cell);
  if (!parts) return null;
  if (parts.isOrdered) return isDay(parts.year, parts.first, parts.second) ? 'plain' : null;
  const dayFirst = isDay(parts.year, parts.second, parts.first);
  const monthFirst = isDay(parts.year, parts.first, parts.second);
  if (dayFirst && monthFirst) return parts.first === parts.second ? 'plain' : 'either';
  return dayFirst ? 'day_first' : monthFirst ? 'month_first' : null;
}

/** Whether a cell that is a date has a time of day besides. */
export function hasTime(cell: string): boolean {
  const clock = partsOf(cell)?.time ?? '';
  return clock !== '' && !isMidnight(clock);
}

/** The day a cell means as YYYY-MM-DD, its time of day left out; null for none, or for two. */
export function readDay(cell: string, order: DayOrder | null): string | null {
  const compactly = compact.exec(cell);
  if (compactly && isDay(Number(compactly[1]), Number(compactly[2]), Number(compactly[3])))
    return `${compactly[1]}-${compactly[2]}-${compactly[3]}`;
  const parts = partsOf(cell);
  const style = parts && dateStyleOf(cell);
  if (!parts || !style) return null;
  if (parts.isOrdered || parts.first === parts.second) return written(parts.year, parts.first, parts.second);
  const said = style === 'either' ? order : style;
  if (said === null) return null;
  return said === 'day_first'
    ? written(parts.year, parts.second, parts.first)
    : written(parts.year, parts.first, parts.second);
}

/** The moment a cell means, ISO 8601 in UTC; a time without a zone is read as UTC, a day alone as its first moment. */
export function readMoment(cell: string, order: DayOrder | null): string | null {
  const day = readDay(cell, order);
  if (day === null) return null;
  const clock = partsOf(cell)?.time ?? '';
  const read =
    /^(\d{1,2})[:.h](\d\d)(?:[:.](\d\d)(?:\.(\d{1,9}))?)?\s*([ap])?\.?m?\.?(?:\s*uhr)?\s*(Z|UTC|GMT|[+-]\d\d:?\d\d)?$/i.exec(
      clock,
    );
  if (!read) return clock === '' ? `${day}T00:00:00.000Z` : null;
  const [, hours = '', minutes = '', seconds = '00', fraction = '', half = '', zone = ''] = read;
  if (half && (Number(hours) < 1 || Number(hours) > 12)) return null;
  const hour = half ? (Number(hours) % 12) + (half.toLowerCase() === 'p' ? 12 : 0) : Number(hours);
  if (hour > 24) return null;
  const offset = /^[+-]/.test(zone) ? `${zone.slice(0, 3)}:${zone.slice(-2)}` : 'Z';
  const text = `${day}T${String(hour).padStart(2, '0')}:${minutes}:${seconds}.${fraction.slice(0, 3).padEnd(3, '0')}${offset}`;
  const moment = Date.parse(text);
  return Number.isNaN(moment) ? null : new Date(moment).toISOString();
}

function isMidnight(clock: string): boolean {
  return /^0?0[:.]00([:.]00(\.0+)?)?\s*(Z|UTC|GMT|\+00:?00)?$/i.test(clock);
}

function isDay(year: number, month: number, day: number): boolean {
  if (month < 1 || month > 12 || day < 1 || year < 1) return false;
  return day <= new Date(Date.UTC(2000 + (year % 400), month, 0)).getUTCDate();
}

function written(year: number, month: number, day: number): string {
  return `${String(year).padStart(4, '0')}-${String(month).padStart(2, '0')}-${String(day).padStart(2, '0')}`;
}

const languages = ['en', 'de', 'fr', 'es', 'it', 'pt', 'nl', 'pl', 'sv', 'da'] as const;
let months: Map<string, number> | undefined;

function monthOf(name: string): number | null {
  return (months ??= monthsByName()).get(plainName(name)) ?? null;
}

function monthsByName(): Map<string, number> {
  const found = new Map<string, number>([
    ['sept', 9],
    ['marz', 3],
    ['maerz', 3],
    ['mrz', 3],
    ['set', 9],
  ]);
  for (const language of languages) {
    for (const style of ['long', 'short'] as const) {
      const inDate = new Intl.DateTimeFormat(language, { day: 'numeric', month: style, timeZone: 'UTC' });
      const alone = new Intl.DateTimeFormat(language, { month: style, timeZone: 'UTC' });
      for (let month = 0; month < 12; month += 1) {
        const at = new Date(Date.UTC(2026, month, 15));
        const part = inDate.formatToParts(at).find(({ type }) => type === 'month')?.value ?? '';
        for (const name of [part, alone.format(at)]) if (!/\d/.test(name)) found.set(plainName(name), month + 1);
      }
    }
  }
  found.delete('');
  return found;
}
