import type { AnswerFormats } from './answer-formats.ts';
import type { Group, Measure } from './chosen-event.ts';
import type { PathNode } from './paths.ts';
import type { Period } from './period.ts';

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

export function periodInWords(period: Period, write: Pick<AnswerFormats, 'count' | 'day'>): string {
  if (period.kind === 'last') return `Last ${write.count(period.days, 'day')}`;
  return `${write.day(period.from)} – ${write.day(period.to)}`;
}
