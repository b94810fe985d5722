import { type AnswerFormats, type Interval, pointIn as pointAs } from '@engagex/domain/explore';
import { formatCount, formatDay, formatDuration, formatMonth, formatNumber, formatShare } from '../../shared/format.ts';

export const formats: AnswerFormats = {
  number: formatNumber,
  count: formatCount,
  share: formatShare,
  duration: formatDuration,
  day: formatDay,
  month: formatMonth,
};

/** When a point begins, in the zone of the organization, which its days belong to. */
export function pointIn(from: string, interval: Interval, timeZone: string): string {
  return pointAs(from, interval, timeZone, formats);
}
