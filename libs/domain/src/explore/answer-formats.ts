import { durationIn, shareIn, wallTimeIn } from '../shared/index.ts';
import type { Interval } from './period.ts';

/** How numbers and days of answers are written. */
export interface AnswerFormats {
  /** 10000 → "10,000" */
  readonly number: (value: number) => string;
  /** (2, 'value') → "2 values" */
  readonly count: (value: number, one: string) => string;
  /** (45, 10000) → "0.45%" */
  readonly share: (part: number, whole: number) => string;
  /** Of seconds: "1 h 2 min" */
  readonly duration: (seconds: number) => string;
  /** A day of a calendar, "2026-08-08" → "8 Aug 2026" */
  readonly day: (day: string) => string;
  /** The month of such a day. */
  readonly month: (day: string) => string;
}

/** When a point begins, in the zone of the organization, which its days belong to. */
export function pointIn(from: string, interval: Interval, timeZone: string, write: AnswerFormats): string {
  const wall = wallTimeIn(timeZone, new Date(from));
  const day = wall.slice(0, 10);
  if (interval === 'hour') return `${write.day(day)}, ${wall.slice(11, 16)}`;
  return interval === 'month' ? write.month(day) : write.day(day);
}

/** For where nobody chose another way, such as mail to several people. */
export function formatsIn(language: string): AnswerFormats {
  const numbers = new Intl.NumberFormat(language);
  const days = new Intl.DateTimeFormat(language, { day: 'numeric', month: 'short', year: 'numeric', timeZone: 'UTC' });
  const months = new Intl.DateTimeFormat(language, { month: 'long', year: 'numeric', timeZone: 'UTC' });
  const number = (value: number) => numbers.format(value);
  return {
    number,
    count: (value, one) => `${number(value)} ${value === 1 ? one : `${one}s`}`,
    share: (part, whole) => shareIn(number, part, whole),
    duration: (seconds) => durationIn(number, seconds),
    day: (day) => days.format(new Date(day)),
    month: (day) => months.format(new Date(day)),
  };
}
