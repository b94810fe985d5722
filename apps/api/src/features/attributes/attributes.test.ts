import { afterAll, beforeAll, expect, test } from 'vitest';
import { campaignsRoutes } from '@engagex/domain/campaigns';
import { attributesRoutes, type AttributeType, contactsRoutes, groupsRoutes } from '@engagex/domain/contacts';
import { deliveriesRoutes } from '@engagex/domain/deliveries';
import { addresses, buildCampaign, buildGroup, watchLedger } from '../../testing/builders.ts';
import { startTestApi, type TestApi, type TestMember } from '../../testing/test-api.ts';

let api: TestApi;
let member: TestMember;
beforeAll(async () => {
  api = await startTestApi({ work: true });
  member = await api.newOrganization();
  for (const type of ['text', 'number', 'boolean', 'date', 'timestamp', 'list'] as const) await define(type, type);
});
afterAll(() => api.close());

const one = () => addresses(1)[0] ?? '';

function define(name: string, type: AttributeType, person = member) {
  return person.call(attributesRoutes.create, { name, label: name, type });
}

async function inUse(person: TestMember): Promise<string[]> {
  const { items } = await person.call(attributesRoutes.list);
  return items.flatMap(({ name, deletedAt }) => (deletedAt ? [] : [name]));
}

test('a contact keeps each value as its type stores it, and loses it to null', async () => {
  const { id } = await member.call(contactsRoutes.create, {
    email: one(),
    attributes: {
      text: ' Bern ',
      number: '12.50',
      boolean: 'yes',
      date: '2026-03-31',
      timestamp: '2026-03-31T09:30:00+02:00',
      list: ['red', 'blue', 'red'],
    },
  });
  expect((await member.call(contactsRoutes.get, { id })).attributes).toEqual({
    text: 'Bern',
    number: 12.5,
    boolean: true,
    date: '2026-03-31',
    timestamp: '2026-03-31T07:30:00.000Z',
    list: ['red', 'blue'],
  });
  await member.call(contactsRoutes.update, {
    id,
    attributes: { number: null, boolean: '', date: null, timestamp: null },
  });
  expect((await member.call(contactsRoutes.get, { id })).attributes).toEqual({ text: 'Bern', list: ['red', 'blue'] });
});

test('wrong values and unknown names are refused all at once, each beside its field', async () => {
  const refused = member.call(contactsRoutes.create, {
    email: one(),
    attributes: { number: 'many', boolean: 'perhaps', date: '2026-02-30', timestamp: '2026-03-31', nobody: 'x' },
  });
  await expect(refused).rejects.toMatchObject({
    status: 400,
    problem: {
      errors: [
        { path: ['attributes', 'number'], message: 'Enter a number such as 12.5.' },
        { path: ['attributes', 'boolean'], message: 'Enter yes or no.' },
        { path: ['attributes', 'date'] },
        { path: ['attributes', 'timestamp'] },
        { path: ['attributes', 'nobody'], message: expect.stringContaining('There is no attribute called nobody.') },
      ],
    },
  });
});

test('standard fields are kept in their canonical spelling', async () => {
  const contact = await member.call(contactsRoutes.create, {
    phone: '+41 44-668 18 00',
    language: 'pt-br',
    timeZone: 'Europe/Zurich',
    country: 'ch',
    externalId: ' crm-7 ',
  });
  expect(contact).toMatchObject({
    email: null,
    phone: '+41446681800',
    language: 'pt-BR',
    timeZone: 'Europe/Zurich',
    country: 'CH',
    externalId: 'crm-7',
  });
  const { id } = contact;
  expect(await member.call(contactsRoutes.update, { id, country: null, phone: '' })).toMatchObject({
    country: null,
    phone: null,
    externalId: 'crm-7',
  });
  await expect(member.call(contactsRoutes.update, { id, externalId: null })).rejects.toMatchObject({
    status: 400,
    problem: { errors: [{ path: ['email'], message: 'Enter an email address, a phone number or an external ID.' }] },
  });
});

test.each([
  ['phone', '044 668 18 00'],
  ['phone', '+0446681800'],
  ['phone', '+4144'],
  ['phone', '+41446681800555555'],
  ['phone', '+41446681800x'],
  ['language', 'Deutsch und mehr'],
  ['language', 'd'],
  ['timeZone', '+02:00'],
  ['timeZone', 'Mars/Olympus'],
  ['country', 'XX'],
  ['country', 'Switzerland'],
  ['externalId', 'x'.repeat(201)],
  ['externalId', 'a\nb'],
  ['firstName', 'a\u0000b'],
])('%s %j is refused beside its field', async (field, value) => {
  const { id } = await member.call(contactsRoutes.create, { email: one() });
  await expect(member.call(contactsRoutes.update, { id, [field]: value })).rejects.toMatchObject({ status: 400 });
});

test('an external id is one person; a deleted one comes back with it, and stays unsubscribed', async () => {
  const first = await member.call(contactsRoutes.create, { externalId: 'crm-8' });
  const second = await member.call(contactsRoutes.create, { email: one() });
  const taken = { status: 409, problem: { code: 'contact.exists', errors: [{ path: ['externalId'] }] } };
  await expect(member.call(contactsRoutes.create, { externalId: 'crm-8' })).rejects.toMatchObject(taken);
  await expect(member.call(contactsRoutes.update, { id: second.id, externalId: 'crm-8' })).rejects.toMatchObject(taken);
  await member.call(contactsRoutes.unsubscribe, { id: first.id });
  await member.call(contactsRoutes.delete, { id: first.id });
  expect(await member.call(contactsRoutes.create, { externalId: 'crm-8', email: one() })).toMatchObject({
    id: first.id,
    subscription: 'unsubscribed',
  });
});

test('attributes are ordered by hand, named anew, deleted and brought back with their values', async () => {
  const person = await api.newOrganization();
  const [city, tier, born] = [
    await define('city', 'text', person),
    await define('tier', 'number', person),
    await define('born', 'date', person),
  ];
  await person.call(attributesRoutes.update, { id: born.id, position: 0 });
  expect(await inUse(person)).toEqual(['born', 'city', 'tier']);
  await person.call(attributesRoutes.update, { id: born.id, position: 99 });
  expect(await inUse(person)).toEqual(['city', 'tier', 'born']);
  expect(await person.call(attributesRoutes.update, { id: city.id, label: 'Town' })).toMatchObject({ label: 'Town' });
  await expect(
    person.fetch(`/api/attributes/${tier.id}`, {
      method: 'PATCH',
      headers: { 'content-type': 'application/json' },
      body: JSON.stringify({ type: 'text' }),
    }),
  ).resolves.toMatchObject({ status: 400 });

  const contact = await person.call(contactsRoutes.create, { email: one(), attributes: { tier: 3 } });
  await person.call(attributesRoutes.delete, { id: tier.id });
  expect(await inUse(person)).toEqual(['city', 'born']);
  await expect(person.call(contactsRoutes.update, { id: contact.id, attributes: { tier: 4 } })).rejects.toMatchObject({
    status: 400,
  });
  await expect(define('tier', 'text', person)).rejects.toMatchObject({
    status: 409,
    problem: { errors: [{ path: ['name'], message: expect.stringContaining('Restore it') }] },
  });
  await person.call(attributesRoutes.restore, { id: tier.id });
  expect((await person.call(contactsRoutes.get, { id: contact.id })).attributes).toEqual({ tier: 3 });
});

test('the hundredth attribute is the last', async () => {
  const person = await api.newOrganization();
  await api.owner.query(
    `insert into attribute_definitions (organization_id, name, label, type, position)
     select $1, 'a' || n, 'A', 'text', n from generate_series(1, 99) n`,
    [person.organizationId],
  );
  await define('last', 'text', person);
  await expect(define('more', 'text', person)).rejects.toMatchObject({
    status: 409,
    problem: { code: 'attribute.too-many' },
  });
});

test('another organization has attributes of its own', async () => {
  const { items } = await member.call(attributesRoutes.list);
  const stranger = await api.newOrganization();
  expect((await stranger.call(attributesRoutes.list)).items).toEqual([]);
  await expect(stranger.call(attributesRoutes.delete, { id: items[0]?.id ?? '' })).rejects.toMatchObject({
    status: 404,
  });
});

test('a campaign skips who has no address, says so before and accounts for it after', async () => {
  const groupId = await buildGroup(api.owner, member, addresses(2));
  const { id: contactId } = await member.call(contactsRoutes.create, { phone: '+41446681801' });
  await member.call(groupsRoutes.addMember, { id: groupId, contactId });
  const { id } = await buildCampaign(member, groupId);
  expect(await member.call(campaignsRoutes.review, { id })).toMatchObject({
    audience: 3,
    people: 2,
    skipped: { no_address: 1 },
  });
  await member.call(campaignsRoutes.launch, { id });
  await watchLedger(member, id, ({ audience }) => audience === 3);
  const { items } = await member.call(deliveriesRoutes.list, { id, state: 'skipped' });
  expect(items).toMatchObject([{ contactId, reason: 'no_address' }]);
});
