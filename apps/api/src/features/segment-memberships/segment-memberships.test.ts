import { afterAll, afterEach, beforeAll, expect, test, vi } from 'vitest';
import { contactsRoutes, groupsRoutes } from '@engagex/domain/contacts';
import { segmentMembershipsRoutes } from '@engagex/domain/segment-memberships';
import { type SegmentBranch, type SegmentNode, segmentsRoutes } from '@engagex/domain/segments';
import { itIs } from '../../testing/at-time.ts';
import { startTestApi, type TestApi, type TestMember } from '../../testing/test-api.ts';
import { acceptEvents, applyEvents } from '../people/testing/accepted-events.ts';
import { changesOf, turn, turnOnce } from './testing/turns.ts';

let api: TestApi;
beforeAll(async () => {
  api = await startTestApi();
});
afterEach(() => vi.restoreAllMocks());
afterAll(() => api.close());

const all = (...of: SegmentNode[]): SegmentBranch => ({ kind: 'all', of });
const named = (value: string): SegmentNode => ({ kind: 'field', field: 'first_name', predicate: { op: 'is', value } });
const bought = (window: object | null = null): SegmentNode =>
  ({ kind: 'event', op: 'did', name: 'purchase', times: 1, window, properties: [], sum: null }) as SegmentNode;
const lastDays = (days: number) => ({ op: 'in_last_days', days });

/** A segment that is watched, and known to be. */
async function watched(member: TestMember, tree: SegmentBranch, name = 'Watched') {
  const { id } = await member.call(segmentsRoutes.create, { name, tree });
  await member.call(segmentMembershipsRoutes.track, { id });
  await turn(api, member);
  return id;
}

const create = (member: TestMember, email: string, firstName = 'Ada') =>
  member.call(contactsRoutes.create, { email, firstName, externalId: email });

async function buys(member: TestMember, userId: string, second = 0, name = 'purchase') {
  const [event] = await acceptEvents(api, member, [{ userId, isTrusted: true, name, second }]);
  await applyEvents(api, member);
  return event?.id;
}

test('whoever is in it when tracking begins has not entered; who comes later has, with the reason', async () => {
  const member = await api.newOrganization();
  await create(member, 'first@example.com');
  const id = await watched(member, all(named('ada')));
  expect(await member.call(segmentMembershipsRoutes.get, { id })).toMatchObject({ state: 'on', members: 1 });
  const second = await create(member, 'second@example.com');
  await turn(api, member);
  await member.call(contactsRoutes.update, { id: second.id, firstName: 'Zoe' });
  await turn(api, member);
  await member.call(contactsRoutes.update, { id: second.id, firstName: 'Ada' });
  await turn(api, member);
  const { items } = await member.call(segmentMembershipsRoutes.changes, { id });
  expect(items).toMatchObject([
    { sequence: 3, kind: 'entered', reason: 'contact', version: 3, contact: 'second@example.com' },
    { sequence: 2, kind: 'left', reason: 'contact', version: 2 },
    { sequence: 1, kind: 'entered', reason: 'contact', version: 1 },
  ]);
  expect(await member.call(segmentMembershipsRoutes.get, { id })).toMatchObject({ state: 'on', members: 2 });
  const { items: days } = await member.call(segmentMembershipsRoutes.counts, { id, days: 2 });
  expect(days.at(-1)).toMatchObject({ entered: 2, left: 1 });
});

test('an event that somebody did is the reason why they entered, once', async () => {
  const member = await api.newOrganization();
  await create(member, 'ada@example.com');
  const id = await watched(member, all(bought()));
  await buys(member, 'ada@example.com', 1, 'page_view');
  const eventId = await buys(member, 'ada@example.com', 2);
  await turn(api, member);
  await buys(member, 'ada@example.com', 3);
  await turn(api, member);
  expect(await changesOf(api, id)).toEqual([
    { email: 'ada@example.com', kind: 'entered', reason: 'event', version: 1, eventId, detail: 'purchase' },
  ]);
});

test('another day makes people leave who did it too long ago', async () => {
  const member = await api.newOrganization();
  await create(member, 'ada@example.com');
  itIs(api, '2026-01-03T12:00:00Z');
  const id = await watched(member, all(bought(lastDays(2))));
  await buys(member, 'ada@example.com');
  await turn(api, member);
  itIs(api, '2026-01-03T23:59:59Z');
  await turn(api, member);
  expect((await changesOf(api, id)).map(({ kind }) => kind)).toEqual(['entered']);
  itIs(api, '2026-01-04T00:00:00Z');
  await turn(api, member);
  expect((await changesOf(api, id)).at(-1)).toMatchObject({ kind: 'left', reason: 'day', version: 2 });
  itIs(api, '2026-01-03T23:00:00Z'); // a clock that is behind undoes nothing
  await turnOnce(api, member);
  expect(await changesOf(api, id)).toHaveLength(2);
  itIs(api, '2026-01-04T00:00:00Z');
  await api.owner.query(`update organizations set time_zone = 'America/New_York' where id = $1`, [
    member.organizationId,
  ]);
  await turn(api, member);
  expect((await changesOf(api, id)).at(-1)).toMatchObject({ kind: 'left', reason: 'day' }); // the event moved to the day before too
  itIs(api, '2026-01-03T23:00:00Z'); // a clock that is behind undoes nothing
  await turn(api, member);
  expect(await changesOf(api, id)).toHaveLength(2);
});

test('an edited segment, and one that refers to it, let people in and out by their definition', async () => {
  const member = await api.newOrganization();
  await create(member, 'ada@example.com');
  await create(member, 'zoe@example.com', 'Zoe');
  const inner = await watched(member, all(named('ada')), 'Inner');
  const outer = await watched(member, all({ kind: 'segment', op: 'not_in', segmentId: inner }), 'Outer');
  await member.call(segmentsRoutes.update, { id: inner, tree: all(named('zoe')) });
  await turn(api, member);
  const of = async (id: string) =>
    (await changesOf(api, id)).map(({ email, kind, reason }) => `${email} ${kind} ${reason}`).toSorted();
  expect(await of(inner)).toEqual(['ada@example.com left definition', 'zoe@example.com entered definition']);
  expect(await of(outer)).toEqual(['ada@example.com entered definition', 'zoe@example.com left definition']);
  await member.call(segmentsRoutes.update, { id: inner, tree: all(bought()) });
  await turn(api, member);
  await buys(member, 'ada@example.com');
  await turn(api, member);
  expect((await changesOf(api, inner)).at(-1)).toMatchObject({ kind: 'entered', reason: 'event' });
});

test('groups, deletion and merging are reasons as well', async () => {
  const member = await api.newOrganization();
  const [ada, twin, zoe] = [
    await create(member, 'ada@example.com'),
    await create(member, 'twin@example.com'),
    await create(member, 'zoe@example.com'),
  ];
  const group = await member.call(groupsRoutes.create, { name: 'VIP' });
  const inGroup = await watched(member, all({ kind: 'group', op: 'in', groupIds: [group.id] }), 'VIP');
  const buyers = await watched(member, all(bought()), 'Buyers');
  await api.owner.query(
    'insert into group_members (organization_id, group_id, contact_id) select $1, $2, unnest($3::uuid[])',
    [member.organizationId, group.id, [ada.id, zoe.id]],
  );
  await buys(member, 'twin@example.com');
  await turn(api, member);
  await member.call(contactsRoutes.delete, { id: zoe.id });
  await api.owner.query('update contact_events set contact_id = $2 where contact_id = $1', [twin.id, ada.id]);
  await turn(api, member);
  expect(await changesOf(api, inGroup)).toMatchObject([
    { kind: 'entered', reason: 'group' },
    { kind: 'entered', reason: 'group' },
    { email: 'zoe@example.com', kind: 'left' },
  ]);
  expect((await changesOf(api, buyers)).map(({ email, kind }) => `${email} ${kind}`)).toEqual([
    'twin@example.com entered',
    ...['ada@example.com entered', 'twin@example.com left'].toSorted(),
  ]);
});

test('a pause keeps what is recorded, and what happened in it is told when tracking resumes', async () => {
  const member = await api.newOrganization();
  const ada = await create(member, 'ada@example.com');
  const id = await watched(member, all(named('ada')));
  expect(await member.call(segmentMembershipsRoutes.pause, { id })).toMatchObject({ state: 'paused', members: 1 });
  await member.call(contactsRoutes.update, { id: ada.id, firstName: 'Zoe' });
  await turn(api, member);
  expect(await changesOf(api, id)).toEqual([]);
  expect(await member.call(segmentMembershipsRoutes.track, { id })).toMatchObject({ state: 'starting' });
  await turn(api, member);
  expect(await changesOf(api, id)).toMatchObject([{ kind: 'left', reason: 'resumed', version: 1 }]);
  expect(await member.call(segmentMembershipsRoutes.get, { id })).toMatchObject({ state: 'on', members: 0 });
});

test('more contacts than can be listed are compared with everybody, each change recorded once', async () => {
  const member = await api.newOrganization();
  const id = await watched(member, all(named('ada')));
  await api.owner.query(
    `insert into contacts (organization_id, email, first_name) select $1, 'p' || n || '@example.com', 'Ada' from generate_series(1, 3) n`,
    [member.organizationId],
  );
  // As triggers note more than 20,000.
  await api.owner.query(`update segment_touches set contact_ids = null where organization_id = $1`, [
    member.organizationId,
  ]);
  await create(member, 'ada@example.com');
  await turn(api, member);
  const changes = await changesOf(api, id);
  expect(changes.map(({ kind, reason, version }) => ({ kind, reason, version }))).toEqual(
    Array.from({ length: 4 }, () => ({ kind: 'entered', reason: 'contact', version: 1 })),
  );
  expect(new Set(changes.map(({ email }) => email)).size).toBe(4);
});

test('changes of more than can be listed do not hide that the definition is another', async () => {
  const member = await api.newOrganization();
  await create(member, 'ada@example.com');
  const id = await watched(member, all(named('ada')));
  await create(member, 'zoe@example.com', 'Zoe');
  await api.owner.query(`update segment_touches set contact_ids = null where organization_id = $1`, [
    member.organizationId,
  ]);
  await member.call(segmentsRoutes.update, { id, tree: all(named('zoe')) });
  await turn(api, member);
  expect((await changesOf(api, id)).map(({ email, reason }) => `${email} ${reason}`).toSorted()).toEqual([
    'ada@example.com definition',
    'zoe@example.com definition',
  ]);
});

test('a reader that fails is asked again later, not at once, and misses nothing', async () => {
  const member = await api.newOrganization();
  const id = await watched(member, all(named('ada')));
  await api.owner.query(
    `create function refuse_counts() returns trigger language plpgsql as $$ begin raise exception 'no counts today'; end $$`,
  );
  await api.owner.query(
    `create trigger refuse before insert on segment_change_counts for each row execute function refuse_counts()`,
  );
  const failures = async () =>
    (await api.owner.query(`select failures::int from segment_change_readers where segment_id = $1`, [id])).rows;
  try {
    itIs(api, '2026-03-01T12:00:00.000Z');
    await create(member, 'ada@example.com');
    for (let time = 0; time < 3; time += 1) await turnOnce(api, member);
    expect(await failures()).toEqual([{ failures: 1 }]);
    itIs(api, '2026-03-01T12:00:01.000Z');
    for (let time = 0; time < 3; time += 1) await turnOnce(api, member);
    expect(await failures()).toEqual([{ failures: 2 }]);
    itIs(api, '2026-03-01T12:00:02.900Z'); // twice as long
    await turnOnce(api, member);
    expect(await failures()).toEqual([{ failures: 2 }]);
  } finally {
    await api.owner.query('drop function refuse_counts cascade');
  }
  itIs(api, '2026-03-01T12:00:03.000Z');
  await turn(api, member);
  expect(await failures()).toEqual([{ failures: 0 }]);
  const { items } = await member.call(segmentMembershipsRoutes.counts, { id, days: 1 });
  expect(items).toMatchObject([{ entered: 1, left: 0 }]);
});

test('a segment that refers to what is gone keeps its members until it can be asked again', async () => {
  const member = await api.newOrganization();
  const ada = await create(member, 'ada@example.com');
  const group = await member.call(groupsRoutes.create, { name: 'VIP' });
  const id = await watched(member, all({ kind: 'group', op: 'not_in', groupIds: [group.id] }));
  await api.owner.query('update groups set deleted_at = now() where id = $1', [group.id]);
  await member.call(contactsRoutes.update, { id: ada.id, firstName: 'Zoe' });
  await turn(api, member);
  expect(await member.call(segmentMembershipsRoutes.get, { id })).toMatchObject({
    state: 'broken',
    members: 1,
    problem: expect.stringContaining('VIP') as string,
  });
  await member.call(contactsRoutes.delete, { id: ada.id });
  await turn(api, member);
  await api.owner.query('update groups set deleted_at = null where id = $1', [group.id]);
  itIs(api, new Date(Date.now() + 61_000).toISOString());
  await turn(api, member);
  expect(await changesOf(api, id)).toMatchObject([{ email: 'ada@example.com', kind: 'left', reason: 'definition' }]);
});

test('comparing everybody finds nothing unless somebody wrote around the triggers, and corrects that', async () => {
  const member = await api.newOrganization();
  await create(member, 'ada@example.com');
  const id = await watched(member, all(named('ada')));
  const tomorrow = (days: number) => itIs(api, new Date(Date.now() + days * 86_400_000 + 1_000).toISOString());
  tomorrow(1);
  await turn(api, member);
  const differences = async () =>
    (await api.owner.query('select differences::int from segment_watches where segment_id = $1', [id])).rows;
  expect(await differences()).toEqual([{ differences: 0 }]);
  await api.owner.query(`update segment_memberships set is_member = false, version = 7 where segment_id = $1`, [id]);
  tomorrow(2);
  await turn(api, member);
  expect(await differences()).toEqual([{ differences: 1 }]);
  expect(await changesOf(api, id)).toMatchObject([{ kind: 'entered', reason: 'check', version: 8 }]);
});

test('what was being written when tracking began is not missed', async () => {
  const member = await api.newOrganization();
  const ada = await create(member, 'ada@example.com');
  const client = await api.owner.connect();
  await client.query('begin');
  // No segment asks for purchases yet, so nobody notes this one.
  await client.query(
    `insert into contact_events (organization_id, contact_id, name, occurred_at) values ($1, $2, 'purchase', now())`,
    [member.organizationId, ada.id],
  );
  const { id } = await member.call(segmentsRoutes.create, { name: 'Buyers', tree: all(bought()) });
  await member.call(segmentMembershipsRoutes.track, { id });
  for (let times = 0; times < 3; times++) await turnOnce(api, member);
  expect(await member.call(segmentMembershipsRoutes.get, { id })).toMatchObject({ state: 'starting', members: null });
  await client.query('commit');
  client.release();
  await turn(api, member);
  expect(await member.call(segmentMembershipsRoutes.get, { id })).toMatchObject({ state: 'on', members: 1 });
});
