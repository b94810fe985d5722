import fc from 'fast-check';
import { afterAll, beforeAll, expect, test } from 'vitest';
import { contactsRoutes, groupsRoutes } from '@engagex/domain/contacts';
import { mostAskedOfContact, type SegmentBranch, type SegmentNode, segmentsRoutes } from '@engagex/domain/segments';
import { seed } from '../../testing/chance.ts';
import { startTestApi, type TestApi, type TestMember } from '../../testing/test-api.ts';
import { person } from './testing/random-people.ts';
import { segmentIds, tree } from './testing/random-trees.ts';
import { storePeople } from './testing/store-people.ts';

let api: TestApi;
beforeAll(async () => {
  api = await startTestApi();
});
afterAll(() => api.close());

const all = (...of: SegmentNode[]): SegmentBranch => ({ kind: 'all', of });
const subscribed: SegmentNode = { kind: 'subscription', is: 'subscribed' };
const inSegment = (segmentId: string) => all({ kind: 'segment', op: 'in', segmentId });
const inGroup = (groupId: string) => all({ kind: 'group', op: 'in', groupIds: [groupId] });

/** Segments as rows, also such as no door would let in. */
const storeSegments = (
  organizationId: string,
  segments: readonly { readonly id?: string; readonly name: string; readonly tree: unknown }[],
) =>
  api.owner.query(
    `insert into segments (organization_id, id, name, tree)
     select $1, coalesce(x.id, uuidv7()), x.name, x.tree from jsonb_to_recordset($2) as x (id uuid, name text, tree jsonb)`,
    [organizationId, JSON.stringify(segments)],
  );

async function membersOf(member: TestMember, id: string): Promise<string[]> {
  return (await member.call(segmentsRoutes.members, { id, limit: 100 })).items.map((each) => each.id);
}

async function arrange() {
  const member = await api.newOrganization();
  const { id } = await member.call(contactsRoutes.create, { email: 'ada@example.com', firstName: 'Ada' });
  const names = async () => (await member.call(segmentsRoutes.ofContact, { id })).items.map(({ name }) => name);
  return { member, id, names };
}

test(`for 300 segments at random, people are in those that list them, and in no other (seed ${seed})`, async () => {
  const sample = <T>(arbitrary: fc.Arbitrary<T>, numRuns: number) => fc.sample(arbitrary, { seed, numRuns });
  const { organizationId, ids } = await storePeople(api.owner, sample(person, 8));
  const member = await api.newMember(organizationId, 'editor');
  const referred = segmentIds.map((id, index) => ({ id, name: `Referred to ${index}`, tree: all(subscribed) }));
  const random = sample(tree, 298).map((each, index) => ({ name: `At random ${index}`, tree: each }));
  await storeSegments(organizationId, [...referred, ...random]);
  const { items: segments } = await member.call(segmentsRoutes.list);
  expect(segments).toHaveLength(300);
  const listed = new Map<string, string[]>(ids.map((id) => [id, []]));
  for (const { id, name } of segments) {
    for (const contactId of await membersOf(member, id)) listed.get(contactId)?.push(name);
  }
  for (const id of ids) {
    const answer = await member.call(segmentsRoutes.ofContact, { id });
    expect(answer).toMatchObject({ unanswered: [], isComplete: true });
    expect(answer.items.map(({ name }) => name)).toEqual(listed.get(id));
  }
  const shares = [...listed.values()].map((of) => of.length);
  expect(Math.max(...shares)).toBeGreaterThan(30); // who is in nothing, or in everything, would prove little
  expect(Math.min(...shares)).toBeLessThan(270);
}, 120_000);

test('a change of the contact, of its groups or of a segment shows in the next answer', async () => {
  const { member, id, names } = await arrange();
  const group = await member.call(groupsRoutes.create, { name: 'Friends' });
  const named: SegmentNode = { kind: 'field', field: 'first_name', predicate: { op: 'is', value: 'Ada' } };
  const called = await member.call(segmentsRoutes.create, { name: 'Called Ada', tree: all(named) });
  await member.call(segmentsRoutes.create, { name: 'A friend', tree: inGroup(group.id) });
  await member.call(segmentsRoutes.create, { name: 'Not called Ada', tree: { kind: 'none', of: [named] } });
  expect(await names()).toEqual(['Called Ada']);
  await member.call(groupsRoutes.addMember, { id: group.id, contactId: id });
  expect(await names()).toEqual(['A friend', 'Called Ada']);
  await member.call(contactsRoutes.update, { id, firstName: 'Augusta' });
  expect(await names()).toEqual(['A friend', 'Not called Ada']);
  await member.call(segmentsRoutes.update, { id: called.id, tree: all(subscribed) });
  expect(await names()).toEqual(['A friend', 'Called Ada', 'Not called Ada']);
});

test('segments that are deleted, in a circle or of another time take nothing away from the others', async () => {
  const { member, id } = await arrange();
  const ids = ['b', 'c', 'd'].map((digit) => `00000000-0000-7000-8000-00000000000${digit}`);
  const [lost = '', one = '', other = ''] = ids;
  await storeSegments(member.organizationId, [
    { name: 'A circle, first half', id: one, tree: inSegment(other) },
    { name: 'A circle, other half', id: other, tree: inSegment(one) },
    { name: 'All who are subscribed', tree: all(subscribed) },
    { name: 'From the future', tree: all({ kind: 'horoscope', is: 'Leo' } as never) },
    { name: 'Of a deleted group', tree: { kind: 'none', of: [inGroup(lost)] } },
    { name: 'Of a lost segment', tree: inSegment(lost) },
    { name: 'Shapeless', tree: [] },
  ]);
  const { id: gone } = await member.call(segmentsRoutes.create, { name: 'Deleted', tree: all(subscribed) });
  await member.call(segmentsRoutes.delete, { id: gone });
  const answer = await member.call(segmentsRoutes.ofContact, { id });
  expect(answer.items.map(({ name }) => name)).toEqual(['All who are subscribed']);
  expect(answer.unanswered.map(({ name }) => name)).toEqual([
    'A circle, first half',
    'A circle, other half',
    'From the future',
    'Of a deleted group',
    'Of a lost segment',
    'Shapeless',
  ]);
});

test(`more than ${mostAskedOfContact} segments, or more values than one statement takes, are no obstacle`, async () => {
  const { member, id, names } = await arrange();
  const attributes = Array.from({ length: 40 }, (_, index): SegmentNode => {
    const isCity = { op: 'is', value: `city ${index}` } as const; // two values each, which makes 80,000
    return { kind: 'attribute', name: 'city', type: 'text', predicate: isCity };
  });
  await storeSegments(
    member.organizationId,
    Array.from({ length: mostAskedOfContact }, (_, index) => ({
      name: `Number ${String(index).padStart(4, '0')}`,
      tree: { kind: index % 2 ? 'none' : 'any', of: attributes },
    })),
  );
  expect(await names()).toHaveLength(mostAskedOfContact / 2);
  await member.call(segmentsRoutes.create, { name: 'Zuletzt', tree: all(subscribed) });
  const answer = await member.call(segmentsRoutes.ofContact, { id });
  expect(answer).toMatchObject({ isComplete: false, unanswered: [] });
  expect(answer.items).toHaveLength(mostAskedOfContact / 2);
}, 30_000);

test('nobody learns of segments through a contact that is deleted, or of another organization', async () => {
  const { member, id } = await arrange();
  const other = await api.newOrganization();
  await expect(other.call(segmentsRoutes.ofContact, { id })).rejects.toMatchObject({ status: 404 });
  await member.call(contactsRoutes.delete, { id });
  await expect(member.call(segmentsRoutes.ofContact, { id })).rejects.toMatchObject({ status: 404 });
  await expect(member.call(segmentsRoutes.ofContact, { id: "1' or '1'='1" })).rejects.toMatchObject({ status: 404 });
  const analyst = await api.newMember(member.organizationId, 'analyst');
  await expect(analyst.call(segmentsRoutes.ofContact, { id })).rejects.toMatchObject({ status: 403 });
});
