import {
  addDays,
  anniversariesOn,
  type DayRange,
  type DayPredicate,
  type DayWindow,
  rangeOf,
  startOfDay,
} from '@engagex/domain/segments';
import { type Asked, holds, holdsNot, type Parameter } from './compile-predicates.ts';

/** What tests of days are worked out with before the statement, so that what is compared is a plain range. */
export interface Days {
  readonly timeZone: string;
  readonly today: string;
  readonly parameter: Parameter;
}

/** A predicate of a date written `YYYY-MM-DD` in "C" order. */
export function dateSql(predicate: DayPredicate, asked: Asked, days: Days): string {
  if (predicate.op === 'is_set' || predicate.op === 'is_empty') return presence(predicate.op, asked);
  if (predicate.op === 'anniversary_in_days')
    return anniversary(predicate.days, asked, `substr(${asked.sql}, 6)`, days);
  const { from, to } = rangeOf(predicate, days.today);
  const within = [
    ...(from === null ? [] : [`${asked.sql} >= ${days.parameter(from, 'text')}`]),
    ...(to === null ? [] : [`${asked.sql} <= ${days.parameter(to, 'text')}`]),
  ].join(' and ');
  return predicate.op === 'is_not' ? holdsNot(asked, within) : holds(asked, within);
}

interface Moment {
  /** What is asked, as a timestamptz. */
  readonly time: string;
  /** Of what is asked. */
  readonly type: 'text' | 'timestamptz';
}

/** A predicate of a moment by the day it falls on: what is asked is compared, and sorts as time does. */
export function momentSql(predicate: DayPredicate, asked: Asked, { time, type }: Moment, days: Days): string {
  if (predicate.op === 'is_set' || predicate.op === 'is_empty') return presence(predicate.op, asked);
  if (predicate.op === 'anniversary_in_days') {
    const zone = days.parameter(days.timeZone, 'text');
    return anniversary(predicate.days, asked, `to_char(${time} at time zone ${zone}, 'MM-DD')`, days);
  }
  const within = between(asked.sql, rangeOf(predicate, days.today), type, days);
  return predicate.op === 'is_not' ? holdsNot(asked, within) : holds(asked, within);
}

/** Conditions that keep a timestamptz within a window. */
export function windowSql(column: string, window: DayWindow | null, days: Days): string[] {
  return window ? [withinSql(column, rangeOf(window, days.today), days)] : [];
}

/** The same for days that are known; one end at least. */
export function withinSql(column: string, range: DayRange, days: Days): string {
  return between(column, range, 'timestamptz', days);
}

/** From the first moment of the first day to the last of the last. */
function between(value: string, { from, to }: DayRange, type: Moment['type'], days: Days): string {
  const start = (day: string) => days.parameter(startOfDay(days.timeZone, day).toISOString(), type);
  const parts = [
    ...(from === null ? [] : [`${value} >= ${start(from)}`]),
    ...(to === null ? [] : [`${value} < ${start(addDays(to, 1))}`]),
  ];
  return parts.join(' and ');
}

function anniversary(inDays: number, asked: Asked, monthAndDay: string, { today, parameter }: Days): string {
  const on = parameter(anniversariesOn(addDays(today, inDays)), 'text[]');
  return holds(asked, `${monthAndDay} = any (${on})`);
}

/** Whether there is a value at all. */
function presence(op: 'is_set' | 'is_empty', asked: Asked): string {
  const isThere = `${asked.sql} is not null`;
  return op === 'is_set' ? holds(asked, isThere) : holdsNot(asked, isThere);
}
