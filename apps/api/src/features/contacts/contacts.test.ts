import { afterAll, beforeAll, expect, test } from 'vitest';
import { attributesRoutes, contactsRoutes, groupsRoutes } from '@engagex/domain/contacts';
import { addresses, buildGroup } from '../../testing/builders.ts';
import { startTestApi, type TestApi, type TestMember } from '../../testing/test-api.ts';

let api: TestApi;
let member: TestMember;
beforeAll(async () => {
  api = await startTestApi();
  member = await api.newOrganization();
  await member.call(attributesRoutes.create, { name: 'city', label: 'City', type: 'text' });
});
afterAll(() => api.close());

test('a contact can be made, changed, deleted and brought back with its groups', async () => {
  const [email = ''] = addresses(1);
  const contact = await member.call(contactsRoutes.create, { email, firstName: 'Zoë', attributes: { city: 'Zürich' } });
  const group = await member.call(groupsRoutes.create, { name: 'Regulars' });
  await member.call(groupsRoutes.addMember, { id: group.id, contactId: contact.id });
  await member.call(contactsRoutes.update, { id: contact.id, lastName: 'Müller' });
  expect(await member.call(contactsRoutes.get, { id: contact.id })).toMatchObject({
    firstName: 'Zoë',
    lastName: 'Müller',
    attributes: { city: 'Zürich' },
    groups: [{ name: 'Regulars' }],
  });
  await member.call(contactsRoutes.delete, { id: contact.id });
  await expect(member.call(contactsRoutes.get, { id: contact.id })).rejects.toMatchObject({ status: 404 });
  expect((await member.call(groupsRoutes.list)).items.find(({ id }) => id === group.id)?.memberCount).toBe(0);
  await member.call(contactsRoutes.restore, { id: contact.id });
  expect((await member.call(contactsRoutes.get, { id: contact.id })).groups).toHaveLength(1);
});

test('an address is one person whatever its case', async () => {
  const [email = ''] = addresses(1);
  await member.call(contactsRoutes.create, { email });
  await expect(member.call(contactsRoutes.create, { email: email.toUpperCase() })).rejects.toMatchObject({
    status: 409,
    problem: { code: 'contact.exists', errors: [{ path: ['email'] }] },
  });
});

test('pages follow one another without gap or repetition', async () => {
  const person = await api.newOrganization();
  await buildGroup(api.owner, person, addresses(25));
  const seen: string[] = [];
  let cursor: string | null | undefined;
  do {
    const page = await person.call(contactsRoutes.list, { limit: 10, cursor: cursor ?? undefined });
    seen.push(...page.items.map(({ id }) => id));
    cursor = page.nextCursor;
  } while (cursor);
  expect(seen).toHaveLength(25);
  expect(new Set(seen).size).toBe(25);
  expect(await person.call(contactsRoutes.count, {})).toEqual({ count: 25 });
  await expect(person.call(contactsRoutes.list, { cursor: 'nonsense' })).rejects.toMatchObject({ status: 400 });
});

/** Made-up people whose names are written in several ways, beside one whom no search here finds. */
async function withPeople() {
  const person = await api.newOrganization();
  for (const [email, firstName, lastName] of [
    ['percent%sign@example.com', 'Élodie', "O'Neill"],
    ['percentxsign@example.net', null, null],
    ['juergen@firma.example.org', 'Jürgen', 'Müller'],
    ['oezlem@example.org', 'Özlem', 'Işık'],
    ['ada@countess.example.org', 'Ada', 'Lovelace'],
    ['backslash_@example.org', 'Жанна', '田中'],
  ] as const)
    await person.call(contactsRoutes.create, {
      email,
      ...(firstName ? { firstName } : {}),
      ...(lastName ? { lastName } : {}),
    });
  return person;
}

const searches: readonly (readonly [string, readonly string[]])[] = [
  ['PERCENT%', ['percent%sign@example.com']],
  ['éLO', ['percent%sign@example.com']],
  ['elodie', ['percent%sign@example.com']],
  ["o'n", ['percent%sign@example.com']],
  ['_ercent', []],
  ['sign@example.n', ['percentxsign@example.net']],
  ['muller', ['juergen@firma.example.org']],
  ['MÜLLER', ['juergen@firma.example.org']],
  ['mueller', ['juergen@firma.example.org']],
  ['ülle', ['juergen@firma.example.org']],
  ['@firma', ['juergen@firma.example.org']],
  ['OZ', ['oezlem@example.org']],
  ['co', ['ada@countess.example.org', 'percent%sign@example.com']],
  ['un', []],
  ['zz', []],
  ['isik', ['oezlem@example.org']],
  ['ada love', ['ada@countess.example.org']],
  ['love  ada', ['ada@countess.example.org']],
  ['ada muller', []],
  ['lac', ['ada@countess.example.org']],
  ['жанн', ['backslash_@example.org']],
  ['АННА', ['backslash_@example.org']],
  ['中', ['backslash_@example.org']],
  ['slash_', ['backslash_@example.org']],
  ['a\\', []],
  ['nobody at all', []],
];

test('search finds any part of names and addresses, without case and accents, and takes every character as itself', async () => {
  const person = await withPeople();
  const found = async (search: string) =>
    (await person.call(contactsRoutes.list, { search })).items.map(({ email }) => email);
  for (const [search, expected] of searches) expect([search, await found(search)]).toEqual([search, expected]);
  expect(await person.call(contactsRoutes.count, { search: 'müller' })).toEqual({ count: 1 });
  await expect(found('a\0')).rejects.toMatchObject({ status: 400 });
});

test('the same is found by the index when there are many contacts, and nobody of another organization', async () => {
  const [person, other] = [await withPeople(), await withPeople()];
  for (const { organizationId } of [person, other])
    await api.owner.query(
      `insert into contacts (organization_id, email) select $1, 'zq' || n || '@filler.test' from generate_series(1, 2500) n`,
      [organizationId],
    );
  for (const [search, expected] of searches) {
    const { items } = await person.call(contactsRoutes.list, { search });
    expect([search, items.map(({ email }) => email)]).toEqual([search, expected]);
  }
  expect(await person.call(contactsRoutes.count, { search: 'filler' })).toEqual({ count: 2500 });
});

test.each([
  ['', 'Enter an email address, a phone number or an external ID.'],
  ['no-at.example.com', 'The address has no name before the @ sign.'],
  ['a@b', 'The domain after the @ has no dot.'],
  ['a b@example.com', 'The address contains a space or line break.'],
  ['a@example.com\nBcc: x@example.com', 'The address contains a space or line break.'],
  [`${'a'.repeat(65)}@example.com`, 'The part before the @ is longer than 64 characters.'],
  [`a@${'b'.repeat(250)}.com`, 'The address is longer than 254 characters.'],
])('the address %j is refused with its reason', async (email, message) => {
  await expect(member.call(contactsRoutes.create, { email })).rejects.toMatchObject({
    status: 400,
    problem: { errors: [{ path: ['email'], message }] },
  });
});

test('a group name is taken once, beside the field', async () => {
  await member.call(groupsRoutes.create, { name: 'Press' });
  await expect(member.call(groupsRoutes.create, { name: 'PRESS' })).rejects.toMatchObject({
    status: 409,
    problem: { errors: [{ path: ['name'] }] },
  });
});

test('another organization sees nothing, and an analyst may not look', async () => {
  const contact = await member.call(contactsRoutes.create, { email: addresses(1)[0] ?? '' });
  const stranger = await api.newOrganization();
  await expect(stranger.call(contactsRoutes.get, { id: contact.id })).rejects.toMatchObject({ status: 404 });
  await expect(stranger.call(contactsRoutes.delete, { id: contact.id })).rejects.toMatchObject({ status: 404 });
  const analyst = await api.newMember(member.organizationId, 'analyst');
  await expect(analyst.call(contactsRoutes.list, {})).rejects.toMatchObject({ status: 403 });
});
