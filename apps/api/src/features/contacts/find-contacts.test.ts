import { afterAll, beforeAll, expect, test } from 'vitest';
import { attributesRoutes, type Condition, contactsRoutes, contactViewsRoutes } from '@engagex/domain/contacts';
import { startTestApi, type TestApi, type TestMember } from '../../testing/test-api.ts';
import { seed } from '../../testing/chance.ts';

const people = 60;

let api: TestApi;
let member: TestMember;
beforeAll(async () => {
  api = await startTestApi();
  member = await api.newOrganization();
  for (const [name, type] of Object.entries({
    city: 'text',
    tier: 'number',
    vip: 'boolean',
    born: 'date',
    tags: 'list',
  } as const))
    await member.call(attributesRoutes.create, { name, label: name, type });
  const random = randomFrom(seed);
  const one = <T>(of: readonly T[]) => of[Math.floor(random() * of.length)] ?? null;
  for (let index = 0; index < people; index += 1) {
    const attributes = Object.fromEntries(
      Object.entries({
        city: one(['Bern', 'bern', 'Zürich', 'O’Hara %_', null]),
        tier: one([-1, 0, 2, 10, 10.5, null]),
        vip: one([true, false, null]),
        born: one(['1990-01-01', '2001-12-31', null]),
        tags: one([['red'], ['red', 'blue'], null]),
      }).filter(([, value]) => value !== null),
    );
    await api.owner.query(
      `insert into contacts (organization_id, email, external_id, first_name, last_name, country, attributes, updated_at)
       values ($1, $2, $3, $4, $5, $6, $7, $8)`,
      [
        member.organizationId,
        random() < 0.8 ? `person${index}@example.com` : null,
        `id-${index}`,
        one(['Ada', 'ada', 'Zoë', null]),
        one(['Ängström', 'Byron', 'byron', null]),
        one(['CH', 'DE', null]),
        JSON.stringify(attributes),
        new Date(Date.UTC(2026, 0, 1 + Math.floor(random() * 5))),
      ],
    );
  }
});
afterAll(() => api.close());

function randomFrom(start: number): () => number {
  let state = start;
  return () => {
    state = (state * 1_103_515_245 + 12_345) % 2 ** 31;
    return state / 2 ** 31;
  };
}

async function allPages(sort: string, limit: number) {
  const items = [];
  let cursor: string | undefined;
  do {
    const page = await member.call(contactsRoutes.list, { sort, limit, cursor });
    items.push(...page.items);
    cursor = page.nextCursor ?? undefined;
  } while (cursor);
  return items;
}

const sorts = ['createdAt', 'updatedAt', 'email', 'firstName', 'lastName'].concat(
  ['city', 'tier', 'vip', 'born', 'tags'].map((name) => `attribute:${name}`),
);

test.each(sorts.flatMap((sort) => [sort, `-${sort}`]))(
  `pages by %s show everyone once, in order, whoever ties or has no value (seed ${seed})`,
  async (sort) => {
    const items = await allPages(sort, 7);
    expect(new Set(items.map(({ id }) => id)).size).toBe(people);
    expect(items).toHaveLength(people);
    expect(await allPages(sort, 100)).toEqual(items);
    const field = sort.replace(/^-/, '');
    const keys = items.map((contact) => {
      const value = field.startsWith('attribute:')
        ? contact.attributes[field.slice('attribute:'.length)]
        : contact[field as 'email']; // the standard fields of `sorts`
      if (Array.isArray(value)) return JSON.stringify(value);
      return typeof value === 'string' ? value.toLowerCase() : (value ?? null);
    });
    const known = keys.filter((key) => key !== null);
    expect(keys.slice(0, known.length)).toEqual(known); // those without a value come last
    const inOrder = known.toSorted((one, other) =>
      one === other
        ? 0
        : typeof one === 'string'
          ? Buffer.compare(Buffer.from(one), Buffer.from(String(other)))
          : Number(one) - Number(other),
    );
    if (field !== 'attribute:tags') expect(known).toEqual(sort.startsWith('-') ? inOrder.toReversed() : inOrder);
  },
);

async function found(...conditions: Condition[]) {
  const [text, everyone] = [JSON.stringify(conditions), await allPages('createdAt', 200)];
  const { items } = await member.call(contactsRoutes.list, { conditions: text, limit: 200 });
  expect(await member.call(contactsRoutes.count, { conditions: text })).toEqual({ count: items.length });
  return { ids: new Set(items.map(({ id }) => id)), everyone };
}

type Person = Awaited<ReturnType<typeof allPages>>[number];
const tierOf = ({ attributes }: Person) => (typeof attributes['tier'] === 'number' ? attributes['tier'] : null);
const cityOf = ({ attributes }: Person) => (typeof attributes['city'] === 'string' ? attributes['city'] : null);

const questions: [Condition, (person: Person) => boolean][] = [
  [{ field: 'attribute:city', operator: 'is', value: 'BERN' }, (person) => cityOf(person)?.toLowerCase() === 'bern'],
  [
    { field: 'attribute:city', operator: 'is_not', value: 'bern' },
    (person) => cityOf(person)?.toLowerCase() !== 'bern',
  ],
  [{ field: 'attribute:city', operator: 'contains', value: '%_' }, (person) => cityOf(person)?.includes('%_') ?? false],
  [{ field: 'attribute:city', operator: 'starts_with', value: 'zü' }, (person) => cityOf(person) === 'Zürich'],
  [{ field: 'attribute:city', operator: 'unset' }, (person) => cityOf(person) === null],
  [{ field: 'attribute:tier', operator: 'above', value: '2' }, (person) => (tierOf(person) ?? 0) > 2],
  [{ field: 'attribute:tier', operator: 'below', value: '0' }, (person) => (tierOf(person) ?? 0) < 0],
  [{ field: 'attribute:tier', operator: 'is', value: '10.50' }, (person) => tierOf(person) === 10.5],
  [{ field: 'attribute:vip', operator: 'is', value: 'no' }, (person) => person.attributes['vip'] === false],
  [
    { field: 'attribute:born', operator: 'below', value: '2000-01-01' },
    (person) => person.attributes['born'] === '1990-01-01',
  ],
  [
    { field: 'attribute:tags', operator: 'contains', value: 'blue' },
    (person) => (person.attributes['tags'] as string[] | undefined)?.includes('blue') ?? false,
  ],
  [
    { field: 'attribute:tags', operator: 'lacks', value: 'blue' },
    (person) => !(person.attributes['tags'] as string[] | undefined)?.includes('blue'),
  ],
  [{ field: 'email', operator: 'unset' }, (person) => person.email === null],
  [{ field: 'country', operator: 'is', value: 'ch' }, (person) => person.country === 'CH'],
  [{ field: 'lastName', operator: 'is', value: 'BYRON' }, (person) => person.lastName?.toLowerCase() === 'byron'],
  [
    { field: 'updatedAt', operator: 'above', value: '2026-01-03T00:00:00Z' },
    (person) => person.updatedAt > '2026-01-03T00:00:00.000Z',
  ],
];

test.each(questions)(`%j finds exactly those (seed ${seed})`, async (condition, holds) => {
  const { ids, everyone } = await found(condition);
  expect(ids).toEqual(new Set(everyone.filter(holds).map(({ id }) => id)));
});

test.each([
  ['conditions', 'no json'],
  ['conditions', '{}'],
  ['conditions', JSON.stringify([{ field: 'password', operator: 'is', value: 'x' }])],
  ['conditions', JSON.stringify([{ field: 'attribute:nobody', operator: 'set' }])],
  ['conditions', JSON.stringify([{ field: 'attribute:tier', operator: 'above', value: 'many' }])],
  ['conditions', JSON.stringify([{ field: 'attribute:tier', operator: 'contains', value: '1' }])],
  ['conditions', JSON.stringify([{ field: 'attribute:city', operator: 'is' }])],
  ['conditions', JSON.stringify(Array.from({ length: 21 }, () => ({ field: 'email', operator: 'set' })))],
  ['sort', 'password'],
  ['sort', 'attribute:nobody'],
  ['sort', `attribute:x' or true`],
  ['cursor', 'nonsense'],
  [
    'cursor',
    Buffer.from('{"sort":"email","key":"a","id":"01980000-0000-7000-8000-000000000000"}').toString('base64url'),
  ],
])('%s %j is refused', async (name, value) => {
  await expect(member.call(contactsRoutes.list, { [name]: value })).rejects.toMatchObject({ status: 400 });
});

test('a view is saved for everyone, changed, and comes back after its deletion', async () => {
  const filter = { conditions: [{ field: 'attribute:tier', operator: 'above' as const, value: '2' }] };
  const view = await member.call(contactViewsRoutes.create, {
    name: 'Good customers',
    filter,
    sort: '-attribute:tier',
    columns: ['email', 'attribute:tier'],
  });
  const colleague = await api.newMember(member.organizationId, 'editor');
  expect((await colleague.call(contactViewsRoutes.list)).items).toMatchObject([{ ...view, filter }]);
  await expect(colleague.call(contactViewsRoutes.create, { name: 'good CUSTOMERS' })).rejects.toMatchObject({
    status: 409,
    problem: { errors: [{ path: ['name'] }] },
  });
  await colleague.call(contactViewsRoutes.update, { id: view.id, name: 'Best customers' });
  expect((await member.call(contactViewsRoutes.list)).items).toMatchObject([
    { name: 'Best customers', sort: '-attribute:tier', columns: ['email', 'attribute:tier'] },
  ]);
  await colleague.call(contactViewsRoutes.delete, { id: view.id });
  expect((await member.call(contactViewsRoutes.list)).items).toEqual([]);
  await colleague.call(contactViewsRoutes.restore, { id: view.id });
  expect((await member.call(contactViewsRoutes.list)).items).toHaveLength(1);
  const stranger = await api.newOrganization();
  expect((await stranger.call(contactViewsRoutes.list)).items).toEqual([]);
  await expect(stranger.call(contactViewsRoutes.delete, { id: view.id })).rejects.toMatchObject({ status: 404 });
});
