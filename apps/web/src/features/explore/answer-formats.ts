import type { Interval } from '@engagex/domain/explore';
import { wallTimeIn } from '@engagex/domain/shared';
import { formatDay, formatMonth } from '../../shared/format.ts';

export { formatCount, formatDuration, formatNumber, formatShare } from '../../shared/format.ts';

/** When a point begins, in the zone of the organization, which its days belong to. */
export function pointIn(from: string, interval: Interval, timeZone: string): string {
  const wall = wallTimeIn(timeZone, new Date(from));
  const day = wall.slice(0, 10);
  if (interval === 'hour') return `${formatDay(day)}, ${wall.slice(11, 16)}`;
  return interval === 'month' ? formatMonth(day) : formatDay(day);
}
