/** What several segments mean as of one moment, for whoever keeps who is in them. */

import {
  assertReferences,
  type KnownSegment,
  type SegmentBranch,
  type SegmentContext,
  segmentsIn,
} from '@engagex/domain/segments';
import { DomainError } from '@engagex/domain/shared';
import type { TenantDb } from '@engagex/tenancy';
import { missingFrom, problemOf } from './broken.ts';
import { contextOf, reachableFrom } from './segment-context.ts';
import { segmentsById } from './segments.queries.ts';

export interface SegmentRule {
  readonly tree: SegmentBranch;
  /** By id, the trees that its answer depends on: its own, and those of the segments it refers to. */
  readonly definition: Readonly<Record<string, SegmentBranch>>;
}

export interface SegmentRules {
  /** By id; those that can be asked. */
  readonly sound: ReadonlyMap<string, SegmentRule>;
  /** By id; why the others cannot be asked. */
  readonly problems: ReadonlyMap<string, string>;
  readonly context: SegmentContext;
}

/** Runs in the open transaction. */
export async function segmentRules(db: TenantDb, ids: readonly string[], now: Date): Promise<SegmentRules> {
  const stored = await db.rows<KnownSegment & { id: string }>(segmentsById, [ids]);
  const trees = stored.map(({ tree }) => tree);
  const known = await reachableFrom(db, trees, new Map(stored.map((each) => [each.id, each])));
  const missing = await missingFrom(db, trees, known);
  const problems = new Map(ids.map((id) => [id, 'This segment was deleted.']));
  const sound = new Map<string, SegmentRule>();
  for (const [index, { id, tree }] of stored.entries()) {
    const problem = problemOf(missing[index] ?? []) ?? problemWith(id, tree, known);
    if (problem !== null) {
      problems.set(id, problem);
      continue;
    }
    problems.delete(id);
    sound.set(id, { tree, definition: definitionOf(id, tree, known) });
  }
  return { sound, problems, context: await contextOf(db, now, known) };
}

function problemWith(id: string, tree: SegmentBranch, known: ReadonlyMap<string, KnownSegment>): string | null {
  try {
    assertReferences(id, tree, known);
    return null;
  } catch (error) {
    if (error instanceof DomainError) return error.message;
    throw error;
  }
}

function definitionOf(id: string, tree: SegmentBranch, known: ReadonlyMap<string, KnownSegment>) {
  const definition: Record<string, SegmentBranch> = { [id]: tree };
  const follow = (of: SegmentBranch) => {
    for (const each of segmentsIn(of)) {
      const segment = known.get(each);
      if (!segment || definition[each]) continue;
      definition[each] = segment.tree;
      follow(segment.tree);
    }
  };
  follow(tree);
  return definition;
}
