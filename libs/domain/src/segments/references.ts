import { invalid } from '../shared/index.ts';
import { conditionsOf, type SegmentBranch, segmentLimits, segmentsIn } from './tree.ts';

/** A segment others may refer to. */
export interface KnownSegment {
  readonly name: string;
  readonly tree: SegmentBranch;
}

export interface ReferenceLimits {
  readonly references: number;
  readonly expandedConditions: number;
}

/**
 * Refuses a tree whose segments lead back to itself (`id`, null when it is not stored yet), lead too deep, are deleted
 * or come to too many conditions together. `known` holds every segment reachable from it.
 */
export function assertReferences(
  id: string | null,
  tree: SegmentBranch,
  known: ReadonlyMap<string, KnownSegment>,
  limits: ReferenceLimits = segmentLimits,
): void {
  const total = follow(tree, []);
  if (total > limits.expandedConditions) {
    throw invalid(
      'segment.too-large',
      `With the segments it refers to, this has ${total} conditions. Use at most ${limits.expandedConditions}.`,
    );
  }

  function follow(of: SegmentBranch, above: readonly string[]): number {
    let count = conditionsOf(of).length;
    for (const next of segmentsIn(of)) {
      const segment = known.get(next);
      if (next === id || above.includes(next)) throw circular(segment?.name);
      if (!segment) {
        throw invalid('segment.unknown', 'One of the segments does not exist or was deleted. Choose another.');
      }
      if (above.length === limits.references) {
        throw invalid(
          'segment.too-deep',
          `Segments can refer to each other at most ${limits.references} levels deep. Copy the conditions of one of them instead.`,
        );
      }
      count += follow(segment.tree, [...above, next]);
      if (count > 10 * limits.expandedConditions) return count; // enough to refuse it
    }
    return count;
  }
}

function circular(name: string | undefined) {
  const through = name ? ` through “${name}”` : '';
  return invalid('segment.circular', `This segment would refer to itself${through}. Remove that condition.`);
}
