import type { Group } from '@engagex/domain/explore';

/** The part of a breakdown that a row of an analysis names. */
export function groupOf(part: string): Group {
  if (part === '') return { kind: 'all' };
  if (part === 'o') return { kind: 'other' };
  return { kind: 'value', value: part.startsWith('v') ? part.slice(1) : null };
}
