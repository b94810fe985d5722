import { afterAll, afterEach, beforeAll, expect, test, vi } from 'vitest';
import { contactPageRoutes, contactsRoutes } from '@engagex/domain/contacts';
import { membershipLimits, segmentMembershipsRoutes } from '@engagex/domain/segment-memberships';
import { segmentsRoutes } from '@engagex/domain/segments';
import { outsideTransaction, runInScope, TenantDb } from '@engagex/tenancy';
import { itIs } from '../../testing/at-time.ts';
import { startTestApi, type TestApi, type TestMember } from '../../testing/test-api.ts';
import { ForgetChangesWorker } from './forget-changes.worker.ts';
import { type FollowingWatcher, SegmentWatches } from './index.ts';
import { turn } from './testing/turns.ts';

let api: TestApi;
beforeAll(async () => {
  api = await startTestApi();
});
afterEach(() => vi.restoreAllMocks());
afterAll(() => api.close());

const journey: FollowingWatcher = 'journey:welcome';

function inScope<T>({ organizationId }: TestMember, work: (watches: SegmentWatches) => Promise<T>): Promise<T> {
  const scope = { organizationId, actor: { kind: 'system', name: 'test' } } as const;
  return runInScope(scope, () => api.app.get(TenantDb).transaction(() => work(api.app.get(SegmentWatches))));
}

/** A segment of people named Ada, followed by a journey. */
async function followed(member: TestMember): Promise<string> {
  const tree = { kind: 'all', of: [{ kind: 'field', field: 'first_name', predicate: { op: 'is', value: 'Ada' } }] };
  const { id } = await member.call(segmentsRoutes.create, { name: 'Adas', tree: tree as never });
  await inScope(member, (watches) => watches.begin(id, journey));
  await turn(api, member);
  return id;
}

async function enters(member: TestMember, ...names: string[]) {
  const ids: string[] = [];
  for (const name of names) {
    ids.push((await member.call(contactsRoutes.create, { externalId: name, firstName: 'Ada' })).id);
    await turn(api, member);
  }
  return ids;
}

/** What a journey does: acts on changes and acknowledges them, in one transaction. */
async function act(member: TestMember, segmentId: string, isKilled = false): Promise<string[]> {
  const acted: string[] = [];
  const work = inScope(member, async (watches) => {
    const { changes, upTo, missed } = await watches.next(segmentId, journey, 2);
    acted.push(...(missed > 0 ? [`missed ${missed}`] : []), ...changes.map((each) => `${each.sequence} ${each.kind}`));
    if (upTo !== null) await watches.acknowledge(segmentId, journey, upTo);
    if (isKilled) throw new Error('killed');
  });
  if (!isKilled) await work;
  else await expect(work).rejects.toThrow('killed');
  return acted;
}

test('a watcher gets each change once and in order, also when it is killed in between', async () => {
  const member = await api.newOrganization();
  await member.call(contactsRoutes.create, { externalId: 'first', firstName: 'Ada' });
  const id = await followed(member);
  const [a = ''] = await enters(member, 'a', 'b');
  expect(await inScope(member, (watches) => watches.unreadBy('journey'))).toEqual([
    { segmentId: id, watcher: journey },
  ]);
  expect(await act(member, id, true)).toEqual(['1 entered', '2 entered']);
  expect(await act(member, id)).toEqual(['1 entered', '2 entered']);
  await member.call(contactsRoutes.update, { id: a, firstName: 'Zoe' });
  await turn(api, member);
  expect(await act(member, id)).toEqual(['3 left']);
  expect(await act(member, id)).toEqual([]);
  expect(await inScope(member, (watches) => watches.unreadBy('journey'))).toEqual([]);
  expect(await inScope(member, (watches) => watches.unreadBy('webhook'))).toEqual([]);
});

test('two workers never get the same changes, and a change that was never recorded cannot be acknowledged', async () => {
  const member = await api.newOrganization();
  const id = await followed(member);
  await enters(member, 'a', 'b', 'c');
  await inScope(member, async (watches) => {
    const first = await watches.next(id, journey, 10);
    expect(first.changes.map(({ sequence }) => sequence)).toEqual([1, 2, 3]);
    expect(await outsideTransaction(() => act(member, id))).toEqual([]); // another worker, meanwhile
    await watches.acknowledge(id, journey, 2);
    await watches.acknowledge(id, journey, 1);
  });
  expect(await act(member, id)).toEqual(['3 entered']);
  await expect(inScope(member, (watches) => watches.acknowledge(id, journey, 4))).rejects.toThrow('never recorded');
  await inScope(member, (watches) => watches.end(id, journey));
  await expect(inScope(member, (watches) => watches.acknowledge(id, journey, 3))).rejects.toThrow('does not watch');
});

test('a watcher that comes later gets what is recorded from then on, and an erased person keeps nobody waiting', async () => {
  const member = await api.newOrganization();
  const id = await followed(member);
  await enters(member, 'a');
  await inScope(member, (watches) => watches.begin(id, 'webhook:1'));
  await enters(member, 'b');
  await api.owner.query('delete from segment_changes where segment_id = $1 and sequence = 2', [id]);
  await inScope(member, async (watches) => {
    const { changes, upTo } = await watches.next(id, 'webhook:1', 10);
    expect([changes, upTo]).toEqual([[], 2]);
    await watches.acknowledge(id, 'webhook:1', 2);
    expect(await watches.unreadBy('webhook')).toEqual([]);
  });
});

test('old changes go once everybody has read them; those that never were go later, and their readers are told', async () => {
  const member = await api.newOrganization();
  const id = await followed(member);
  const after = (days: number) => new Date(Date.now() + days * 86_400_000).toISOString();
  await enters(member, 'a', 'b', 'c');
  await act(member, id);
  const forget = () => {
    const scope = { organizationId: member.organizationId, actor: { kind: 'system', name: 'test' } } as const;
    return runInScope(scope, () => api.app.get(ForgetChangesWorker).forgetOld());
  };
  const kept = async () => {
    const { items } = await member.call(segmentMembershipsRoutes.changes, { id });
    return items.map(({ sequence }) => sequence);
  };
  await forget();
  expect(await kept()).toEqual([3, 2, 1]);
  itIs(api, after(membershipLimits.keptDays + 1));
  await forget();
  expect(await kept()).toEqual([3]);
  itIs(api, after(membershipLimits.unreadKeptDays + 1));
  await forget();
  expect(await kept()).toEqual([]);
  expect(await act(member, id)).toEqual(['missed 1']);
  expect(await act(member, id)).toEqual([]);
  const { rows } = await api.owner.query(
    'select reader, sequence::int, missed::int from segment_change_readers where segment_id = $1 order by reader',
    [id],
  );
  expect(rows).toEqual([
    { reader: 'counts', sequence: 3, missed: 0 },
    { reader: journey, sequence: 3, missed: 1 },
  ]);
  vi.restoreAllMocks();
  const { items: days } = await member.call(segmentMembershipsRoutes.counts, { id, days: 366 });
  expect(days.reduce((sum, { entered }) => sum + entered, 0)).toBe(3);
});

test('the timeline of a contact says which segments they entered and left, and why', async () => {
  const member = await api.newOrganization();
  const id = await followed(member);
  const [contact = ''] = await enters(member, 'a');
  await member.call(contactsRoutes.update, { id: contact, firstName: 'Zoe' });
  await turn(api, member);
  const { items } = await member.call(contactPageRoutes.timeline, { id: contact });
  const segment = { kind: 'segment', segmentId: id, segmentName: 'Adas', reason: 'contact', detail: null };
  expect(items.filter(({ kind }) => kind === 'segment')).toMatchObject([
    { ...segment, change: 'left' },
    { ...segment, change: 'entered' },
  ]);
});
