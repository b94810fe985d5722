import {
  type ExploreKind,
  type FunnelOrder,
  type Interval,
  type Period,
  periodInWords as periodAs,
} from '@engagex/domain/explore';
import { formats } from './answer-formats.ts';

export { eventName, groupInWords, measureWords, nodeInWords } from '@engagex/domain/explore';

export const kindWords = {
  series: 'Trend',
  funnel: 'Funnel',
  retention: 'Retention',
  paths: 'Paths',
  top: 'Top list',
} as const satisfies Record<ExploreKind, string>;

export const intervalWords = {
  hour: 'Hour',
  day: 'Day',
  week: 'Week',
  month: 'Month',
} as const satisfies Record<Interval, string>;

export const orderWords = {
  ordered: 'In this order',
  strict: 'One right after the other',
  any: 'In any order',
} as const satisfies Record<FunnelOrder, string>;

export function periodInWords(period: Period): string {
  return periodAs(period, formats);
}
