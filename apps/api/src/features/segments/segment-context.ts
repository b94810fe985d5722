/** What trees are compiled with: the segments they refer to, the moment, and the organization's time zone. */

import { type KnownSegment, type SegmentBranch, segmentsIn, type SegmentContext } from '@engagex/domain/segments';
import type { TenantDb } from '@engagex/tenancy';
import { segmentsById } from './segments.queries.ts';

/** Every segment these trees lead to, by id; one round trip for each level of references beyond those `known`. */
export async function reachableFrom(
  db: TenantDb,
  trees: readonly SegmentBranch[],
  known: ReadonlyMap<string, KnownSegment> = new Map(),
): Promise<Map<string, KnownSegment>> {
  const reached = new Map(known);
  const asked = new Set(known.keys());
  const unasked = (of: readonly SegmentBranch[]) => [...new Set(of.flatMap(segmentsIn))].filter((id) => !asked.has(id));
  let next = unasked(trees);
  while (next.length > 0) {
    for (const id of next) asked.add(id);
    const rows = await db.rows<KnownSegment & { id: string }>(segmentsById, [next]);
    for (const { id, ...segment } of rows) reached.set(id, segment);
    next = unasked(rows.map(({ tree }) => tree));
  }
  return reached;
}

export async function contextOf(
  db: TenantDb,
  now: Date,
  known: ReadonlyMap<string, KnownSegment>,
): Promise<SegmentContext> {
  const organization = await db.row<{ timeZone: string }>(
    'select time_zone as "timeZone" from organizations where id = current_organization()',
  );
  return {
    now,
    timeZone: organization?.timeZone ?? 'UTC',
    trees: new Map([...known].map(([of, segment]) => [of, segment.tree])),
  };
}
