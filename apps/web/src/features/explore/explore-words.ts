import {
  type ExploreKind,
  type FunnelOrder,
  type Group,
  type Interval,
  type Measure,
  type PathNode,
  type Period,
} from '@engagex/domain/explore';
import { formatCount, formatDay } from '../../shared/format.ts';

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

export const measureWords = {
  events: 'Number of events',
  people: 'Number of people',
  sum: 'Sum of',
  average: 'Average of',
  minimum: 'Least',
  maximum: 'Greatest',
} as const satisfies Record<Measure['kind'], string>;

export function measureInWords(measure: Measure): string {
  if (measure.kind === 'events') return 'Events';
  if (measure.kind === 'people') return 'People';
  return `${measureWords[measure.kind]} ${measure.property}`;
}

export const eventName = (name: string | null): string => name ?? 'Any event';

/** A part of a breakdown; '' for everything. */
export function groupInWords(group: Group): string {
  switch (group.kind) {
    case 'all':
      return '';
    case 'value':
      return group.value ?? '(no value)';
    case 'other':
      return 'Other';
  }
}

export function nodeInWords({ name, value }: Pick<PathNode, 'name' | 'value'>): string {
  if (name === null) return 'Other';
  return value ?? name;
}

export function periodInWords(period: Period): string {
  if (period.kind === 'last') return `Last ${formatCount(period.days, 'day')}`;
  return `${formatDay(period.from)} – ${formatDay(period.to)}`;
}
