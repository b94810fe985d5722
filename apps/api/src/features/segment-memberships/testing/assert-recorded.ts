import { expect } from 'vitest';
import { runInScope, TenantDb } from '@engagex/tenancy';
import type { TestApi } from '../../../testing/test-api.ts';
import { SegmentMembers } from '../../segments/index.ts';

interface Change {
  readonly contactId: string;
  readonly sequence: number;
  readonly version: number;
  readonly kind: 'entered' | 'left';
}

/**
 * What is recorded of a segment is who is in it now; its changes have no gaps, each contact enters and leaves in turns with one
 * version more each time, and they lead to where everybody is. Resolves to how many changes there were.
 */
export async function assertRecorded(
  api: TestApi,
  organizationId: string,
  segmentId: string,
  about: string,
): Promise<number> {
  const members = await membersNow(api, organizationId, segmentId);
  const { rows: recorded } = await api.owner.query<{ contactId: string; isMember: boolean; version: number }>(
    `select contact_id as "contactId", is_member as "isMember", version::int from segment_memberships where segment_id = $1`,
    [segmentId],
  );
  const isIn = recorded.filter(({ isMember }) => isMember).map(({ contactId }) => contactId);
  expect(isIn.toSorted(), about).toEqual(members);
  const { rows: changes } = await api.owner.query<Change>(
    `select contact_id as "contactId", sequence::int, version::int, kind from segment_changes where segment_id = $1 order by sequence`,
    [segmentId],
  );
  expect(
    changes.map(({ sequence }) => sequence),
    about,
  ).toEqual(changes.map((_, index) => index + 1));
  const byContact = Map.groupBy(changes, ({ contactId }) => contactId);
  for (const { contactId, isMember, version } of recorded) {
    const of = byContact.get(contactId) ?? [];
    expect(
      of.map((each) => each.version),
      about,
    ).toEqual(of.map((_, index) => index + 1));
    expect(of.length, about).toBe(version);
    const last = isMember ? 'entered' : 'left';
    const other = isMember ? 'left' : 'entered';
    expect(of.map(({ kind }) => kind).toReversed(), about).toEqual(
      of.map((_, index) => (index % 2 === 0 ? last : other)),
    );
  }
  expect(
    [...byContact.keys()].filter((id) => !recorded.some(({ contactId }) => contactId === id)),
    about,
  ).toEqual([]);
  const { rows: counts } = await api.owner.query(
    `select w.members::int, w.differences::int, w.last_sequence::int as changes,
       (select coalesce(sum(entered + departed), 0)::int from segment_change_counts c where c.segment_id = w.segment_id) as counted
     from segment_watches w where w.segment_id = $1`,
    [segmentId],
  );
  expect(counts, about).toEqual([
    { members: members.length, differences: 0, changes: changes.length, counted: changes.length },
  ]);
  return changes.length;
}

function membersNow(api: TestApi, organizationId: string, segmentId: string): Promise<string[]> {
  const db = api.app.get(TenantDb);
  const scope = { organizationId, actor: { kind: 'system', name: 'test' } } as const;
  return runInScope(scope, () =>
    db.transaction(async () => {
      const parameters: unknown[] = [];
      const { from, where } = await api.app.get(SegmentMembers).compileById(segmentId, parameters);
      const rows = await db.rows<{ id: string }>(
        `select c.id from ${from} where c.deleted_at is null and ${where}`,
        parameters,
      );
      return rows.map(({ id }) => id).toSorted();
    }),
  );
}
