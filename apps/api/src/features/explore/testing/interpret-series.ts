import type { Interval, Measure, WeekStart } from '@engagex/domain/explore';
import { addDays, beginOf, dayAt, daysFrom, type Own, unitOf } from './definitions.ts';

export interface Calendar {
  readonly timeZone: string;
  readonly weekStart: WeekStart;
  /** First day, and the day after the last. */
  readonly first: string;
  readonly end: string;
  readonly interval: Interval;
}

/** The names of the points of a period: days, or days and hours. */
export function pointsOf({ timeZone, weekStart, first, end, interval }: Calendar): string[] {
  const days = daysFrom(first, end);
  if (interval === 'day') return days.filter((day) => hoursOf(timeZone, day) > 0);
  if (interval !== 'hour') return [...new Set(days.map((day) => unitOf(day, interval, weekStart)))];
  return days.flatMap((day) => Array.from({ length: hoursOf(timeZone, day) }, (_, hour) => `${day} ${hour}`));
}

/** In which point of the period something happened; null outside. `back` days are added first. */
export function pointAt(calendar: Calendar, at: number, back = 0): string | null {
  const { timeZone, weekStart, first, end, interval } = calendar;
  const own = dayAt(timeZone, at);
  const day = addDays(own, back);
  if (day < first || day >= end) return null;
  if (interval === 'week' || interval === 'month') return unitOf(day, interval, weekStart);
  const hours = hoursOf(timeZone, day);
  const hour = Math.floor((at - beginOf(timeZone, own)) / 3_600_000);
  if (hours > 0) return interval === 'day' ? day : `${day} ${Math.min(hour, hours - 1)}`;
  // A day that was left out has no points: what stands for it belongs to what comes before, or else to what comes next.
  const points = pointsOf(calendar);
  return points.findLast((point) => point < day) ?? points[0] ?? null;
}

function hoursOf(timeZone: string, day: string): number {
  return Math.ceil((beginOf(timeZone, addDays(day, 1)) - beginOf(timeZone, day)) / 3_600_000);
}

/** An amount of some deeds; numbers have two decimals at most. */
export function amountOf(deeds: readonly Own[], measure: Measure): number | null {
  if (measure.kind === 'events') return deeds.length;
  if (measure.kind === 'people') return new Set(deeds.map(({ owner }) => owner)).size;
  const { property } = measure;
  const cents = deeds.flatMap(({ properties }) => {
    const value = properties[property];
    return typeof value === 'number' ? [Math.round(value * 100)] : [];
  });
  const sum = cents.reduce((total, each) => total + each, 0);
  if (measure.kind === 'sum') return sum / 100;
  if (cents.length === 0) return null;
  if (measure.kind === 'average') return sum / 100 / cents.length;
  return (measure.kind === 'minimum' ? Math.min(...cents) : Math.max(...cents)) / 100;
}
