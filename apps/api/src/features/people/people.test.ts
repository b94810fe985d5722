import { afterAll, beforeAll, expect, test } from 'vitest';
import { contactPageRoutes, contactsRoutes } from '@engagex/domain/contacts';
import { peopleRoutes } from '@engagex/domain/people';
import { startTestApi, type TestApi, type TestMember } from '../../testing/test-api.ts';
import { personIdOf } from '../events/index.ts';
import { type AcceptedEvent, acceptEvents, applyEvents, secretKey } from './testing/accepted-events.ts';

let api: TestApi;
beforeAll(async () => {
  api = await startTestApi();
});
afterAll(() => api.close());

const idOf = ({ organizationId }: TestMember, kind: 'anonymous' | 'user', id: string) =>
  personIdOf({ organizationId, kind, id });

async function accept(member: TestMember, ...batches: AcceptedEvent[][]) {
  const stored = await acceptEvents(api, member, ...batches);
  await applyEvents(api, member);
  return stored;
}

/** The names of the events of a contact, and what the totals say. */
async function eventsOfContact(contactId: string) {
  const events = await api.owner.query<{ name: string }>(
    'select name from contact_events where contact_id = $1 order by occurred_at, name',
    [contactId],
  );
  const totals = await api.owner.query<{ name: string; times: string }>(
    'select name, times from contact_event_totals where contact_id = $1 order by name',
    [contactId],
  );
  const names = events.rows.map(({ name }) => name);
  const counted = Object.fromEntries(totals.rows.map(({ name, times }) => [name, Number(times)]));
  expect(counted).toEqual(
    Object.fromEntries(names.map((name) => [name, names.filter((each) => each === name).length])),
  );
  return names;
}

/** A device that looked around, and whom a server then knew: with an id of the shop's own. */
const visit = (anonymousId: string, second: number, name = 'page_view'): AcceptedEvent => ({
  anonymousId,
  second,
  name,
});
const signIn = (anonymousId: string, userId: string, second: number): AcceptedEvent => ({
  kind: 'identify',
  anonymousId,
  userId,
  second,
  isTrusted: true,
});

test('an anonymous person becomes part of a known one, and what they did before counts for the contact', async () => {
  const member = await api.newOrganization();
  const contact = await member.call(contactsRoutes.create, { email: 'ada@example.com', externalId: 'ada' });
  await accept(member, [visit('phone', 1), visit('phone', 2, 'add_to_cart')]);
  expect(await eventsOfContact(contact.id)).toEqual([]);
  await accept(member, [signIn('phone', 'ada', 3), visit('phone', 4, 'purchase')]);
  expect(await eventsOfContact(contact.id)).toEqual(['page_view', 'add_to_cart', 'purchase']);

  const person = await member.call(peopleRoutes.get, { id: idOf(member, 'user', 'ada') });
  expect(person).toMatchObject({ kind: 'known', key: 'ada', contactId: contact.id, contact: 'ada@example.com' });
  expect(person.links).toMatchObject([{ personKey: 'phone', intoKey: 'ada', reason: 'identify', undoneAt: null }]);
  const device = await member.call(peopleRoutes.get, { id: idOf(member, 'anonymous', 'phone') });
  expect(device).toMatchObject({ kind: 'anonymous', partOfId: person.id });
  const page = await member.call(peopleRoutes.events, { id: person.id, limit: 3 });
  expect(page.items.map(({ name }) => name)).toEqual(['purchase', 'identify', 'add_to_cart']);
  const rest = await member.call(peopleRoutes.events, { id: person.id, limit: 3, cursor: page.nextCursor ?? '' });
  expect(rest.items.map(({ name }) => name)).toEqual(['page_view']);
});

test('two users of one device stay two people, and the second is shown', async () => {
  const member = await api.newOrganization();
  const [ada, bob] = await Promise.all(
    ['ada', 'bob'].map((externalId) => member.call(contactsRoutes.create, { externalId })),
  );
  // The later sign-in is applied first: the earlier one takes the device over.
  await accept(member, [visit('tablet', 1), signIn('tablet', 'bob', 5)]);
  expect(await eventsOfContact(bob?.id ?? '')).toEqual(['page_view']);
  await accept(member, [signIn('tablet', 'ada', 2), signIn('tablet', 'bob', 6)]);
  expect([await eventsOfContact(ada?.id ?? ''), await eventsOfContact(bob?.id ?? '')]).toEqual([['page_view'], []]);
  const device = await member.call(peopleRoutes.get, { id: idOf(member, 'anonymous', 'tablet') });
  expect(device.partOfId).toBe(idOf(member, 'user', 'ada'));
  expect(device.links).toMatchObject([
    { intoKey: 'ada', undoneAt: null },
    { intoKey: 'bob', undoneReason: 'earlier_event' },
  ]);
  expect(device.refused).toMatchObject([{ reason: 'shared_device', other: 'bob' }]);
});

test('a member separates what events merged, for good, and can put it back', async () => {
  const member = await api.newOrganization();
  const contact = await member.call(contactsRoutes.create, { externalId: 'ada' });
  await accept(member, [
    visit('kiosk', 1),
    signIn('kiosk', 'ada', 2),
    { userId: 'ada', name: 'purchase', isTrusted: true, second: 3 },
  ]);
  const id = idOf(member, 'user', 'ada');
  const [link] = (await member.call(peopleRoutes.get, { id })).links;
  const both = { id, linkId: link?.id ?? '' };
  const separated = await member.call(peopleRoutes.separate, both);
  expect(separated.links).toMatchObject([{ undoneReason: 'member', undoneBy: 'Test person' }]);
  expect(await eventsOfContact(contact.id)).toEqual(['purchase']);
  await accept(member, [signIn('kiosk', 'ada', 4), visit('kiosk', 5)]);
  expect(await eventsOfContact(contact.id)).toEqual(['purchase']);
  const device = await member.call(peopleRoutes.get, { id: idOf(member, 'anonymous', 'kiosk') });
  expect(device).toMatchObject({ partOfId: null, refused: [{ reason: 'undone_by_member', other: 'ada' }] });

  await member.call(peopleRoutes.rejoin, both);
  expect(await eventsOfContact(contact.id)).toEqual(['page_view', 'purchase', 'page_view']);
  const stranger = await api.newOrganization();
  await expect(stranger.call(peopleRoutes.separate, both)).rejects.toMatchObject({ status: 404 });
  const editor = await api.newMember(member.organizationId, 'editor');
  await expect(editor.call(peopleRoutes.separate, both)).rejects.toMatchObject({ status: 403 });
});

test('alias joins a device to its user and never two users', async () => {
  const member = await api.newOrganization();
  const alias = (previousId: string, userId: string, isTrusted = true): AcceptedEvent => ({
    kind: 'alias',
    userId,
    isTrusted,
    properties: { previousId },
  });
  await accept(member, [
    { userId: 'ada', isTrusted: true },
    { userId: 'bob', isTrusted: true },
    visit('phone', 1),
    visit('mine', 1),
  ]);
  await accept(member, [alias('phone', 'ada'), alias('bob', 'ada'), alias('ada', 'ada'), alias('mine', 'bob', false)]);
  const ada = await member.call(peopleRoutes.get, { id: idOf(member, 'user', 'ada') });
  expect(ada.links).toMatchObject([{ personKey: 'phone', reason: 'alias' }]);
  expect(ada.refused).toMatchObject([{ reason: 'both_known', other: 'bob', times: 1 }]);
  const mine = await member.call(peopleRoutes.get, { id: idOf(member, 'anonymous', 'mine') });
  expect(mine.partOfId).toBeNull();
});

test('merging two contacts joins their people and events', async () => {
  const member = await api.newOrganization();
  const [kept, other] = await Promise.all(
    ['ada', 'ada-2'].map((externalId) => member.call(contactsRoutes.create, { externalId })),
  );
  await accept(member, [visit('a', 1, 'one'), signIn('a', 'ada', 2), visit('b', 3, 'two'), signIn('b', 'ada-2', 4)]);
  await member.call(contactPageRoutes.merge, { id: kept?.id ?? '', otherId: other?.id ?? '', take: [] });
  await accept(member, [visit('b', 5, 'three')]);
  expect(await eventsOfContact(kept?.id ?? '')).toEqual(['one', 'two', 'three']);
  const { items } = await member.call(peopleRoutes.list, { kind: 'known' });
  expect(items.map(({ contactId }) => contactId)).toEqual([kept?.id, kept?.id]);
});

test('a server links by address and creates contacts only where that is chosen, without consent unless it says so', async () => {
  const member = await api.newOrganization();
  const keyId = await secretKey(api, member);
  const identify = (userId: string, email: string, more: Partial<AcceptedEvent> = {}): AcceptedEvent => ({
    kind: 'identify',
    userId,
    properties: { email, plan: 'pro' },
    isTrusted: true,
    keyId,
    ...more,
  });
  const known = await member.call(contactsRoutes.create, { email: 'Known@example.com' });
  await accept(member, [
    identify('u1', 'known@EXAMPLE.com'),
    identify('u2', 'new@example.com'),
    identify('u3', 'no address'),
  ]);
  const one = await member.call(peopleRoutes.get, { id: idOf(member, 'user', 'u1') });
  expect(one).toMatchObject({ contactId: known.id, traits: { plan: 'pro' }, claimedTraits: {} });
  expect(await member.call(contactsRoutes.count)).toEqual({ count: 1 });

  const { updatedAt } = await member.call(peopleRoutes.settings);
  await member.call(peopleRoutes.saveSettings, { createsContacts: true, version: updatedAt });
  const consent = { wording: 'Send me offers' };
  await accept(member, [
    identify('u2', 'new@example.com'),
    identify('u4', 'agreed@example.com', { context: { consent } }),
  ]);
  // A signature vouches for the id: neither for an address, nor for a contact.
  await accept(member, [{ ...identify('u5', 'signed@example.com'), keyId: undefined }]);
  const { items } = await member.call(contactsRoutes.list, {});
  expect(Object.fromEntries(items.map(({ email, subscription }) => [email, subscription]))).toEqual({
    'Known@example.com': 'subscribed',
    'new@example.com': 'unsubscribed',
    'agreed@example.com': 'subscribed',
  });
  // Another address later is shown and moves nobody.
  await accept(member, [identify('u1', 'new@example.com')]);
  const after = await member.call(peopleRoutes.get, { id: one.id });
  expect(after).toMatchObject({
    contactId: known.id,
    refused: [{ reason: 'other_contact', other: 'new@example.com' }],
  });
});
