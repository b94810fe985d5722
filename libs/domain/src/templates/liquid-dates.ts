import type { Liquid } from 'liquidjs';
import { instantOf, offsetOf } from '../shared/index.ts';

const dateFilters = ['date', 'date_to_xmlschema', 'date_to_rfc822', 'date_to_string', 'date_to_long_string'];
const minute = 60_000;
const longestDate = 100; // characters; looking for a zone in more of them takes its time

/**
 * Makes the date filters of an engine print what the clocks of a zone show. Liquid reads a date without a zone by the
 * clock of the machine: 1 March becomes 28 February for anyone who is west of it. Here it is a day, or a time, of the zone.
 * Names of months and weekdays are those of the engine's `locale`. `date: "long"` and the like are written as `language` does,
 * which no pattern can be: 30 November 2026, 30. November 2026, 2026年11月30日.
 */
export function useDatesOf(liquid: Liquid, { timeZone, language }: { timeZone: string; language: string }): void {
  const styled = stylesIn(language, timeZone);
  for (const name of dateFilters) {
    const original = liquid.filters[name];
    if (typeof original !== 'function') throw new Error(`Liquid no longer has the filter ${name}.`);
    liquid.registerFilter(name, function (value: unknown, ...args: unknown[]) {
      const [format, zone] = args;
      const isPlain = name === 'date' && zone === undefined && !String(format).includes('%Z');
      const date = asDate(value, typeof zone === 'string' && isDay(value) ? zone : timeZone);
      // By its name Liquid looks a zone up at length each time; the offset says the same.
      const offset = isPlain && date instanceof Date ? [format, -offsetOf(timeZone, date) / minute] : args;
      const style = name === 'date' ? styled.get(String(format)) : undefined;
      const instant = style ? instantIn(date) : null;
      if (style && instant) return style(instant, typeof zone === 'string' ? zone : timeZone);
      return original.call(this, date, ...offset);
    });
  }
}

type Style = (date: Date, timeZone: string) => string;

/** Ways to write a date that follow the language in everything. */
function stylesIn(language: string, usualZone: string): ReadonlyMap<string, Style> {
  const style = (options: Intl.DateTimeFormatOptions): Style => {
    let usual: Intl.DateTimeFormat | undefined;
    return (date, timeZone) => {
      if (timeZone !== usualZone) return new Intl.DateTimeFormat(language, { ...options, timeZone }).format(date);
      return (usual ??= new Intl.DateTimeFormat(language, { ...options, timeZone })).format(date);
    };
  };
  return new Map([
    ...(['short', 'medium', 'long', 'full'] as const).map((name) => [name, style({ dateStyle: name })] as const),
    ['time', style({ timeStyle: 'short' })],
  ]);
}

const day = /^\s*\d{4}-\d\d-\d\d\s*$/;
const wallClock = /^\s*(\d{4}-\d\d-\d\d)(?:[T ](\d\d:\d\d(?::\d\d(?:\.\d{1,3})?)?))?\s*$/;
const withZone = /(?:z|utc|gmt|ut|[ecmp][sd]t|[+-]\d\d:?\d\d)\s*(?:\(.*\))?\s*$/i;

function isDay(value: unknown): boolean {
  return typeof value === 'string' && value.length <= longestDate && day.test(value);
}

/** Liquid counts numbers as seconds since 1970. */
function instantIn(date: unknown): Date | null {
  if (date instanceof Date) return valid(date);
  const isSeconds = typeof date === 'number' || (typeof date === 'string' && /^\d{1,12}$/.test(date));
  return isSeconds ? valid(new Date(Number(date) * 1_000)) : null;
}

/** The instant meant by a text; what is none, such as a list, stays as it is. */
function asDate(value: unknown, timeZone: string): unknown {
  if (value === 'now' || value === 'today') return new Date();
  if (typeof value !== 'string' || value.length > longestDate || /^\d+$/.test(value)) return value;
  const [, date, time = '00:00'] = wallClock.exec(value) ?? [];
  if (date) return valid(instantOf(`${date}T${time}`, timeZone)) ?? value;
  if (withZone.test(value)) return valid(new Date(value)) ?? value;
  const written = valid(new Date(`${value} UTC`)); // such as “March 1, 2026”
  return written ? instantOf(written.toISOString().slice(0, 23), timeZone) : value;
}

function valid(date: Date): Date | null {
  return Number.isNaN(date.getTime()) ? null : date;
}
