import { afterAll, beforeAll, expect, test } from 'vitest';
import { campaignsRoutes } from '@engagex/domain/campaigns';
import { contactPageRoutes, contactsRoutes, groupsRoutes } from '@engagex/domain/contacts';
import { type SegmentBranch, type SegmentNode, segmentsRoutes } from '@engagex/domain/segments';
import { addresses, buildCampaign, buildGroup } from '../../testing/builders.ts';
import { startTestApi, type TestApi, type TestMember } from '../../testing/test-api.ts';

let api: TestApi;
let owner: TestMember;
beforeAll(async () => {
  api = await startTestApi();
});
afterAll(() => api.close());

const all = (...of: SegmentNode[]): SegmentBranch => ({ kind: 'all', of });
const subscribed: SegmentNode = { kind: 'subscription', is: 'subscribed' };
const named = (value: string): SegmentNode => ({
  kind: 'field',
  field: 'first_name',
  predicate: { op: 'begins_with', value },
});
const inSegment = (segmentId: string) => all({ kind: 'segment', op: 'in', segmentId });

async function arrange() {
  owner = await api.newOrganization();
  const people = addresses(5);
  const groupId = await buildGroup(api.owner, owner, people, people.slice(0, 1));
  return { people, groupId };
}
const create = (name: string, tree: SegmentBranch) => owner.call(segmentsRoutes.create, { name, tree });

test('a tree is counted, sampled and paged; nobody of another organization is in it', async () => {
  const { people } = await arrange();
  await buildGroup(api.owner, await api.newOrganization(), addresses(3));
  const tree = all(subscribed, named('PERSON'));
  expect(await owner.call(segmentsRoutes.count, { tree })).toMatchObject({ count: 4, asOf: expect.any(String) });
  expect((await owner.call(segmentsRoutes.sample, { tree, limit: 2 })).items).toHaveLength(2);
  const { id } = await create('People', tree);
  const first = await owner.call(segmentsRoutes.members, { id, limit: 3 });
  const second = await owner.call(segmentsRoutes.members, { id, limit: 3, cursor: first.nextCursor! });
  const found = [...first.items, ...second.items].map(({ email }) => email);
  expect(new Set(found)).toEqual(new Set(people.slice(1)));
  expect(found).toHaveLength(4);
  expect(second.nextCursor).toBeNull();
});

test('asked about one address, it says which condition decides', async () => {
  const { people, groupId } = await arrange();
  const tree = all(subscribed, { kind: 'any', of: [named('zoe'), { kind: 'group', op: 'in', groupIds: [groupId] }] });
  const explain = (address: string) => owner.call(segmentsRoutes.explain, { tree, address });
  expect(await explain(people[1]!.toUpperCase())).toMatchObject({ isMember: true, deciding: [[0], [1, 1]] });
  expect(await explain(people[0]!)).toMatchObject({ isMember: false, deciding: [[0]] });
  expect(await explain('nobody@example.com')).toMatchObject({ contactId: null, isMember: false });
});

test('a deleted contact is in no segment', async () => {
  const { people } = await arrange();
  await api.owner.query('update contacts set deleted_at = now() where email = $1', [people[1]]);
  expect((await owner.call(segmentsRoutes.count, { tree: all(subscribed) })).count).toBe(3);
});

test('segments that would refer to themselves are refused, as is deleting one that is used', async () => {
  await arrange();
  const inner = await create('Inner', all(subscribed));
  const outer = await create('Outer', inSegment(inner.id));
  expect((await owner.call(segmentsRoutes.count, { tree: outer.tree })).count).toBe(4);
  const circle = { id: inner.id, tree: inSegment(outer.id) };
  await expect(owner.call(segmentsRoutes.update, circle)).rejects.toMatchObject({
    status: 400,
    problem: { code: 'segment.circular' },
  });
  await expect(owner.call(segmentsRoutes.count, { tree: circle.tree, segmentId: inner.id })).rejects.toMatchObject({
    problem: { code: 'segment.circular' },
  });
  await expect(owner.call(segmentsRoutes.delete, { id: inner.id })).rejects.toMatchObject({
    status: 409,
    problem: { code: 'segment.in-use', detail: 'The segment “Outer” uses this segment. Remove it there first.' },
  });
  await owner.call(segmentsRoutes.delete, { id: outer.id });
  await owner.call(segmentsRoutes.delete, { id: inner.id });
  await expect(owner.call(segmentsRoutes.restore, { id: outer.id })).rejects.toMatchObject({
    problem: { code: 'segment.unknown' },
  });
  await owner.call(segmentsRoutes.restore, { id: inner.id });
  await owner.call(segmentsRoutes.restore, { id: outer.id });
  expect((await owner.call(segmentsRoutes.list)).items.map(({ name }) => name)).toEqual(['Inner', 'Outer']);
});

test('a segment in the draft of a campaign cannot be deleted', async () => {
  const { groupId } = await arrange();
  const { id } = await create('People', all(subscribed));
  const campaign = await buildCampaign(owner, groupId);
  await owner.call(campaignsRoutes.update, { id: campaign.id, excludedSegmentIds: [id] });
  await expect(owner.call(segmentsRoutes.delete, { id })).rejects.toMatchObject({
    problem: { code: 'segment.in-use' },
  });
});

test('names are taken once, and groups must exist', async () => {
  const { groupId } = await arrange();
  await create('People', all(subscribed));
  await expect(create('PEOPLE', all(subscribed))).rejects.toMatchObject({ problem: { code: 'segment.exists' } });
  const tree = all({ kind: 'group', op: 'in', groupIds: [groupId] });
  await owner.call(groupsRoutes.delete, { id: groupId });
  await expect(create('Group', tree)).rejects.toMatchObject({ problem: { code: 'segment.unknown-group' } });
});

test.each([
  ['nothing', { kind: 'all', of: [] }],
  ['an unknown operator', all({ kind: 'field', field: 'email', predicate: { op: 'or 1=1', value: 'x' } } as never)],
  ['NUL', all(named('\u0000'))],
  ['6 levels', all(all(all(all(all(all(subscribed))))))],
])('a tree with %s is refused before it reaches the database', async (_what, tree) => {
  await arrange();
  await expect(owner.call(segmentsRoutes.count, { tree: tree as SegmentBranch })).rejects.toMatchObject({
    status: 400,
  });
});

test('a tree nested ten thousand deep is refused, not walked', async () => {
  await arrange();
  const body = `{"tree":${'{"kind":"all","of":['.repeat(10_000)}${']}'.repeat(10_000)}}`;
  const headers = { 'content-type': 'application/json' };
  const response = await owner.fetch('/api/segments/count', { method: 'POST', headers, body });
  expect(response.status).toBe(400);
});

test('the list of contacts shows those in a segment, searched and counted like any others', async () => {
  const { people } = await arrange();
  const { id } = await create('Subscribed', all(subscribed));
  const list = await owner.call(contactsRoutes.list, { segmentId: id, search: people[2]!, subscription: 'subscribed' });
  expect(list.items.map(({ email }) => email)).toEqual([people[2]]);
  expect(await owner.call(contactsRoutes.count, { segmentId: id })).toEqual({ count: 4 });
  const other = await api.newOrganization();
  await expect(other.call(contactsRoutes.list, { segmentId: id })).rejects.toMatchObject({ status: 404 });
});

test('a change that makes a segment that refers to this one too large is refused', async () => {
  await arrange();
  const fifty = all(...Array.from({ length: 50 }, () => subscribed));
  const inner = await create('Inner', all(subscribed));
  const copies = await Promise.all(['A', 'B', 'C'].map((name) => create(name, fifty)));
  const of = [inner, ...copies].map(({ id }): SegmentNode => ({ kind: 'segment', op: 'in', segmentId: id }));
  await create('Outer', all(...of));
  await expect(owner.call(segmentsRoutes.update, { id: inner.id, tree: fifty })).rejects.toMatchObject({
    problem: { code: 'segment.too-large', detail: expect.stringContaining('The segment “Outer” refers to this one.') },
  });
});

test('pages of members go on past the contacts that are looked up one by one, each contact once', async () => {
  owner = await api.newOrganization();
  await api.owner.query(
    `insert into contacts (organization_id, email, country)
     select $1, 'far' || n || '@example.com', case when n <= 3 then 'CH' when n in (400, 450, 2400) then 'FR' else 'DE' end from generate_series(1, 2500) n`,
    [owner.organizationId],
  );
  const country = (value: string) => all({ kind: 'field', field: 'country', predicate: { op: 'is', value } });
  // None of them is near, so that everyone is asked; one is, so that the other two are looked for a little further.
  const wanted = { CH: [3, 2, 1], FR: [2400, 450, 400] };
  for (const [value, numbers] of Object.entries(wanted)) {
    const { id } = await create(`In ${value}`, country(value));
    const first = await owner.call(segmentsRoutes.members, { id, limit: 2 });
    const second = await owner.call(segmentsRoutes.members, { id, limit: 2, cursor: first.nextCursor! });
    const found = [...first.items, ...second.items].map(({ email }) => email);
    expect(found).toHaveLength(3);
    expect(new Set(found)).toEqual(new Set(numbers.map((number) => `far${number}@example.com`)));
  }
  const near = await owner.call(segmentsRoutes.sample, { tree: country('DE'), limit: 2 });
  expect(near.items.map((each) => each.id)).toEqual(
    near.items
      .map((each) => each.id)
      .toSorted()
      .toReversed(),
  );
});

test('what a merged contact opened counts for the one that is kept', async () => {
  const { groupId, people } = await arrange();
  const campaign = await buildCampaign(owner, groupId);
  const [kept, other] = await Promise.all(
    people.slice(1, 3).map(async (search) => (await owner.call(contactsRoutes.list, { search })).items[0]!.id),
  );
  await api.owner.query(
    `insert into deliveries (organization_id, campaign_id, contact_id, address, state, accepted_at)
     values ($1, $2, $3, 'x', 'accepted', now())`,
    [owner.organizationId, campaign.id, other],
  );
  await api.owner.query(
    `insert into engagements (organization_id, campaign_id, delivery_id, kind, at)
     select organization_id, campaign_id, id, 'open', now() from deliveries where organization_id = $1`,
    [owner.organizationId],
  );
  const opened = (what: 'opened' | 'clicked'): SegmentBranch =>
    all({ kind: 'engagement', op: 'did', what, campaignId: campaign.id, times: 1, window: null });
  const members = async (tree: SegmentBranch) =>
    (await owner.call(segmentsRoutes.sample, { tree, limit: 5 })).items.map(({ id }) => id);
  expect(await members(opened('opened'))).toEqual([other]);
  expect(await members(opened('clicked'))).toEqual([]);
  await owner.call(contactPageRoutes.merge, { id: kept!, otherId: other!, take: [] });
  expect(await members(opened('opened'))).toEqual([kept]);
  expect((await owner.call(segmentsRoutes.count, { tree: opened('opened') })).count).toBe(1);
});

test('values to choose from are those of the organization, the most frequent first, found without case and accents', async () => {
  const person = await api.newOrganization();
  const other = await api.newOrganization();
  for (const [city, tags, country] of [
    ['Zürich', ['vip', 'beta'], 'CH'],
    ['Zürich', ['vip'], 'CH'],
    ['Bern', 'no list', 'DE'],
    [7, null, null],
  ] as const)
    await api.owner.query(
      `insert into contacts (organization_id, email, country, attributes)
       select $1, gen_random_uuid() || '@values.test', $2, jsonb_build_object('city', $3::jsonb, 'tags', $4::jsonb)`,
      [person.organizationId, country, JSON.stringify(city), JSON.stringify(tags)],
    );
  const values = async (asked: { field?: 'country' | 'phone'; attribute?: string; search?: string }, of = person) =>
    (await of.call(segmentsRoutes.values, asked)).items;
  expect(await values({ field: 'country' })).toEqual(['CH', 'DE']);
  expect(await values({ field: 'phone' })).toEqual([]);
  expect(await values({ attribute: 'city' })).toEqual(['Zürich', 'Bern']);
  expect(await values({ attribute: 'city', search: 'ZURI' })).toEqual(['Zürich']);
  expect(await values({ attribute: 'city', search: '%' })).toEqual([]);
  expect(await values({ attribute: 'tags' })).toEqual(['vip', 'beta', 'no list']);
  expect(await values({})).toEqual([]);
  expect(await values({ field: 'country' }, other)).toEqual([]);
  const analyst = await api.newMember(person.organizationId, 'analyst');
  await expect(values({ field: 'country' }, analyst)).rejects.toMatchObject({ status: 403 });
});
