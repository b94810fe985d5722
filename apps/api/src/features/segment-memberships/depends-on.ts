import { conditionsOf, type SegmentBranch, type SegmentCondition } from '@engagex/domain/segments';

/** What data has to change before the answer of a segment can, as triggers name it. */
export interface Source {
  readonly source: 'contact' | 'group' | 'message' | 'event';
  readonly name: string;
}

/** What the answer of these trees depends on. Whoever is added or deleted is in a segment or not, whatever it asks. */
export function sourcesOf(trees: readonly SegmentBranch[]): Source[] {
  const sources = [
    { source: 'contact', name: '' } as const,
    ...trees.flatMap(conditionsOf).flatMap(sourcesOfCondition),
  ];
  return [...new Map(sources.map((each) => [keyOf(each), each])).values()];
}

export function keyOf({ source, name }: { readonly source: string; readonly name: string }): string {
  return `${source} ${name}`;
}

function sourcesOfCondition(condition: SegmentCondition): Source[] {
  switch (condition.kind) {
    case 'group':
      return condition.groupIds.map((name) => ({ source: 'group', name }));
    case 'engagement': {
      const name = { sent: 'sent', opened: 'open', clicked: 'click', converted: 'conversion' }[condition.what];
      return [{ source: 'message', name }];
    }
    case 'event':
      return [{ source: 'event', name: condition.name }];
    case 'field':
    case 'created':
    case 'attribute':
    case 'subscription':
    case 'segment': // its tree is among them
      return [];
  }
}

/** Whether the answer can change because it is another day: days are all that is counted from now. */
export function isByDay(trees: readonly SegmentBranch[]): boolean {
  return trees.flatMap(conditionsOf).some((condition) => relative.has(opOf(condition) ?? ''));
}

const relative = new Set(['in_last_days', 'more_than_days_ago', 'in_next_days', 'anniversary_in_days']);

function opOf(condition: SegmentCondition): string | undefined {
  if ('window' in condition) return condition.window?.op;
  return 'predicate' in condition ? condition.predicate.op : undefined;
}
