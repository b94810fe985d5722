/**
 * What a tree refers to that no longer exists. Such a segment is broken: it says so and matches nobody, because a condition that names
 * something deleted would match more people under "not", and fewer without it.
 */
import { conditionsOf, type KnownSegment, type SegmentBranch, segmentsIn } from '@engagex/domain/segments';
import { conflict, type DomainError } from '@engagex/domain/shared';
import type { TenantDb } from '@engagex/tenancy';
import { type Gone, goneAmong, type References, wordsOfGone } from '../references/index.ts';

/** What the conditions of these trees name. */
export function referencesIn(trees: readonly SegmentBranch[]): Required<Pick<References, 'segment'>> & References {
  const conditions = trees.flatMap(conditionsOf);
  const each = (of: (condition: (typeof conditions)[number]) => readonly string[]) => [
    ...new Set(conditions.flatMap(of)),
  ];
  return {
    group: each((condition) => (condition.kind === 'group' ? condition.groupIds : [])),
    segment: each((condition) => (condition.kind === 'segment' ? [condition.segmentId] : [])),
    campaign: each((condition) =>
      condition.kind === 'engagement' && condition.campaignId ? [condition.campaignId] : [],
    ),
    attribute: each((condition) => (condition.kind === 'attribute' ? [condition.name] : [])),
  };
}

/** Something gone, and the segment on the way to it that names it; null when the tree itself does. */
export interface Missing {
  readonly gone: Gone;
  readonly through: string | null;
}

/** What is gone of what these trees lead to, by tree. `known` holds every segment that can be reached from them. */
export async function missingFrom(
  db: TenantDb,
  trees: readonly SegmentBranch[],
  known: ReadonlyMap<string, KnownSegment>,
): Promise<readonly (readonly Missing[])[]> {
  const gone = await goneAmong(db, referencesIn([...trees, ...[...known.values()].map(({ tree }) => tree)]));
  if (gone.length === 0) return trees.map(() => []);
  const own = (tree: SegmentBranch) => {
    const names = referencesIn([tree]);
    return gone.filter(({ kind, id }) => names[kind]?.includes(id));
  };
  return trees.map((tree) => [
    ...own(tree).map((each) => ({ gone: each, through: null })),
    ...reached(tree, known).flatMap(({ name, tree: inner }) =>
      own(inner).map((each) => ({ gone: each, through: name })),
    ),
  ]);
}

function reached(tree: SegmentBranch, known: ReadonlyMap<string, KnownSegment>): KnownSegment[] {
  const found = new Map<string, KnownSegment>();
  const follow = (of: SegmentBranch) => {
    for (const id of segmentsIn(of)) {
      const segment = known.get(id);
      if (!segment || found.has(id)) continue;
      found.set(id, segment);
      follow(segment.tree);
    }
  };
  follow(tree);
  return [...found.values()];
}

/** Why its members cannot be determined; null when nothing is missing. */
export function problemOf([first]: readonly Missing[]): string | null {
  if (!first) return null;
  const { gone, through } = first;
  const subject = through ? `The segment “${through}”, which this one uses, refers to` : 'This segment refers to';
  return `${subject} ${wordsOfGone(gone)}. Restore it, or remove the condition.`;
}

export function broken(problem: string): DomainError {
  return conflict('segment.broken', problem);
}
