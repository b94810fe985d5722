import { afterAll, beforeAll, expect, test } from 'vitest';
import { apiKeysRoutes, organizationRoutes } from '@engagex/domain/accounts';
import { contactsRoutes } from '@engagex/domain/contacts';
import { exploreRoutes, type JourneyItem, journeyPage, type JourneyPage } from '@engagex/domain/explore';
import { peopleRoutes } from '@engagex/domain/people';
import { startTestApi, type TestApi, type TestMember } from '../../testing/test-api.ts';
import { personIdOf } from '../events/index.ts';
import { type AcceptedEvent, acceptEvents, applyEvents } from '../people/testing/accepted-events.ts';

let api: TestApi;
beforeAll(async () => {
  api = await startTestApi();
});
afterAll(() => api.close());

const did = (anonymousId: string, name: string, second: number): AcceptedEvent => ({ anonymousId, name, second });
const nameOf = (item: JourneyItem) =>
  item.of === 'person' ? item.event.name : item.of === 'link' ? item.link.what : item.item.kind;
const namesOf = (page: JourneyPage) => page.items.map(nameOf);

/** Ada, who visited before she signed in, bought something, and is a contact. */
async function ada(member: TestMember) {
  const contact = await member.call(contactsRoutes.create, { externalId: 'ada' });
  await acceptEvents(api, member, [
    did('phone', 'visit', 1),
    { kind: 'identify', anonymousId: 'phone', userId: 'ada', isTrusted: true, second: 2 },
    { name: 'buy', userId: 'ada', isTrusted: true, second: 3 },
  ]);
  await applyEvents(api, member);
  const id = personIdOf({ organizationId: member.organizationId, kind: 'user', id: 'ada' });
  return { id, contact };
}

test('a journey has events, changes and merges in one order, page by page in both directions', async () => {
  const member = await api.newOrganization();
  const { id, contact } = await ada(member);
  await member.call(contactsRoutes.update, { id: contact.id, firstName: 'Ada' });
  const pages: JourneyPage[] = [];
  for (let cursor: string | undefined; pages.length < 10;) {
    const page = await member.call(exploreRoutes.journey, { id, limit: 2, ...(cursor ? { cursor } : {}) });
    pages.push(page);
    if (page.nextCursor === null) break;
    cursor = page.nextCursor;
  }
  expect(pages[0]).toMatchObject({ person: { contactId: contact.id }, timeZone: 'UTC' });
  const seen = pages.flatMap(namesOf);
  expect(seen.slice(-3)).toEqual(['buy', 'identify', 'visit']);
  expect(seen.slice(0, -3).toSorted()).toEqual(['change', 'created', 'joined']);
  expect(pages.map(({ isLatest }) => isLatest)).toEqual([true, false, false]);
  const back: string[] = [];
  for (let cursor = pages.at(-1)?.previousCursor; cursor;) {
    const page = await member.call(exploreRoutes.journey, { id, limit: 2, cursor });
    back.unshift(...namesOf(page));
    if (page.isLatest) break;
    cursor = page.previousCursor;
  }
  expect(back).toEqual(pages.slice(0, -1).flatMap(namesOf));
});

test('later events are found from the newest one on, and nothing is found twice', async () => {
  const member = await api.newOrganization();
  await acceptEvents(api, member, [did('phone', 'visit', 1)]);
  await applyEvents(api, member);
  const id = personIdOf({ organizationId: member.organizationId, kind: 'anonymous', id: 'phone' });
  const first = await member.call(exploreRoutes.journey, { id });
  const cursor = first.previousCursor ?? '';
  const nothing = await member.call(exploreRoutes.journey, { id, cursor });
  expect(nothing).toMatchObject({ items: [], isLatest: true, nextCursor: null });
  await acceptEvents(api, member, [did('phone', 'buy', 2), did('phone', 'leave', 3)]);
  const later = await member.call(exploreRoutes.journey, { id, cursor: nothing.previousCursor ?? '' });
  expect(namesOf(later)).toEqual(['leave', 'buy']);
  const rest = await member.call(exploreRoutes.journey, { id, cursor: later.nextCursor ?? '' });
  expect(namesOf(rest)).toEqual(['visit']);
});

test('a journey can begin with a day of the organization, and says whether something is later', async () => {
  const member = await api.newOrganization();
  const { id } = await ada(member); // in the first seconds of 2026 in UTC
  const ofEvents = { id, only: 'events' } as const;
  const day = await member.call(exploreRoutes.journey, { ...ofEvents, on: '2026-01-01' });
  expect([namesOf(day), day.isLatest]).toEqual([['buy', 'identify', 'visit'], true]);
  const before = await member.call(exploreRoutes.journey, { ...ofEvents, on: '2025-12-31', limit: 2 });
  expect([before.items, before.nextCursor, before.isLatest]).toEqual([[], null, false]);
  const later = await member.call(exploreRoutes.journey, {
    ...ofEvents,
    cursor: before.previousCursor ?? '',
    limit: 2,
  });
  expect([namesOf(later), later.isLatest]).toEqual([['identify', 'visit'], false]);
  await member.call(organizationRoutes.update, { name: 'Shop', timeZone: 'America/New_York' }); // where it was still 2025
  const there = await member.call(exploreRoutes.journey, { ...ofEvents, on: '2025-12-31' });
  expect([namesOf(there), there.isLatest]).toEqual([['buy', 'identify', 'visit'], true]);
});

test('kinds can be chosen; a separated ID is told with the member who did it, and takes its events along', async () => {
  const member = await api.newOrganization();
  const { id } = await ada(member);
  expect(namesOf(await member.call(exploreRoutes.journey, { id, only: 'messages' }))).toEqual([]);
  expect(namesOf(await member.call(exploreRoutes.journey, { id, only: 'changes' })).toSorted()).toEqual([
    'created',
    'joined',
  ]);
  const { links } = await member.call(peopleRoutes.get, { id });
  await member.call(peopleRoutes.separate, { id, linkId: links[0]?.id ?? '' });
  const { items } = await member.call(exploreRoutes.journey, { id });
  expect(items.map(nameOf)).toEqual(expect.arrayContaining(['separated', 'joined', 'buy']));
  expect(items.map(nameOf)).not.toContain('visit');
  expect(items.find((item) => nameOf(item) === 'separated')).toMatchObject({
    link: { personKey: 'phone', intoKey: 'ada', by: expect.any(String) },
  });
});

test('a journey is for those who may see people, of their organization alone; a bad cursor is refused', async () => {
  const member = await api.newOrganization();
  const { id, contact } = await ada(member);
  for (const cursor of [
    'x',
    Buffer.from('["later","x","y"]').toString('base64url'),
    Buffer.from('{}').toString('base64url'),
  ])
    await expect(member.call(exploreRoutes.journey, { id, cursor })).rejects.toMatchObject({ status: 400 });
  await expect(member.call(exploreRoutes.journey, { id, on: 'yesterday' })).rejects.toMatchObject({ status: 400 });
  const stranger = await api.newOrganization();
  await expect(stranger.call(exploreRoutes.journey, { id })).rejects.toMatchObject({ status: 404 });
  const analyst = await api.newMember(member.organizationId, 'analyst');
  await expect(analyst.call(exploreRoutes.journey, { id })).rejects.toMatchObject({ status: 403 });
  const people = await member.call(peopleRoutes.list, { contactId: contact.id });
  expect(people.items.map(({ key }) => key).toSorted()).toEqual(['ada', 'phone']);
  const { secret } = await member.call(apiKeysRoutes.create, { name: 'People', scopes: ['people:read'] });
  const response = await fetch(new URL(`/api/people/${id}/journey`, api.url), {
    headers: { authorization: `Bearer ${secret}` },
  });
  const withoutContact = journeyPage.parse(await response.json());
  expect(namesOf(withoutContact).toSorted()).toEqual(['buy', 'identify', 'joined', 'visit']);
});
