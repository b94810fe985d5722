import { randomInt, randomUUID } from 'node:crypto';
import fc from 'fast-check';
import pg from 'pg';
import { afterAll, beforeAll, expect, test } from 'vitest';
import {
  type DayTest,
  type DayWindow,
  evaluate,
  type ListTest,
  nodesOf,
  type NumberTest,
  type Person,
  type SegmentBranch,
  type SegmentCondition,
  type SegmentNode,
  segmentTree,
  sentenceOf,
  type Surroundings,
  textFields,
  type TextTest,
} from '@engagex/domain/segments';
import { createTestDatabase, type TestDatabase } from '../../../../../tools/testing/database.ts';
import { compileNodes, compileSegment } from './compile-segment.ts';

const seed = Number(process.env['SEED'] ?? randomInt(2 ** 31));
const rounds = 12;
const treesPerRound = 250;
const peoplePerRound = 30;

let database: TestDatabase;
let owner: pg.Pool;
let app: pg.Client;
beforeAll(async () => {
  database = await createTestDatabase();
  owner = new pg.Pool({ connectionString: database.ownerUrl, max: 1 });
  app = new pg.Client({ connectionString: database.appUrl });
  await app.connect();
});
afterAll(async () => {
  await app.end();
  await owner.end();
  await database.drop();
});

// Few values, so that conditions hit; awkward ones, so that they hurt.
const words = ['Ada', 'ada', "O'Hara", 'Ärger', 'ΣΊΣΥΦΟΣ', 'İz', 'a"b\\c', '$1; --', '%_', '__proto__', '💥', 'straße'];
const numbers = [0, -1, 1, 2.5, 1e21, -1e300, 5e-324, 9007199254740991, 0.1];
const days = [
  '1000-01-01',
  '2024-02-29',
  '2026-03-28',
  '2026-11-14',
  '2026-11-20',
  '2026-11-21',
  '2026-11-22',
  '8999-12-31',
];
const moments = [
  '2024-02-29T12:00:00.000Z',
  '2026-03-28T23:30:00.000Z',
  '2026-11-13T23:00:00.000Z',
  '2026-11-20T22:59:59.999Z',
  '2026-11-20T23:00:00.000Z',
  '2026-11-21T12:00:00.000Z',
  '2026-11-22T11:00:00.000Z',
  '2027-01-01T00:00:00.000Z',
];
const eventNames = ['order', "it's", '__proto__'];
const propertyNames = ['total', '__proto__', 'constructor', "a'b"];
const attributeNames = ['city', 'age', 'is_vip', 'birthday', 'seen', 'tags', 'never'];
const groupIds = [randomUUID(), randomUUID(), randomUUID()];
const campaignIds = [randomUUID(), randomUUID()];
const segmentIds = [randomUUID(), randomUUID()];

const from = <T>(values: readonly T[]) => fc.constantFrom(...values);
const some = <T>(values: readonly T[]) => fc.subarray([...values], { minLength: 1, maxLength: 3 });
const text = fc
  .oneof(
    from(words),
    from(['a', 'ß', '@example.com', '+49', 'de']),
    fc.string({ unit: 'grapheme', minLength: 1, maxLength: 3 }),
  )
  .filter((value) => value.isWellFormed() && !/\p{C}/u.test(value) && value.trim() !== '');
const number = fc.oneof(
  from(numbers),
  fc.double({ noNaN: true, noDefaultInfinity: true }).map((value) => value || 0),
);
const day = from(days);
const count = fc.nat(400);

const presence = fc.record({ op: from(['is_set', 'is_empty'] as const) });
const textTest: fc.Arbitrary<TextTest> = fc.oneof(
  fc.record({ op: from(['is', 'is_not', 'contains', 'not_contains', 'begins_with'] as const), value: text }),
  fc.record({ op: from(['one_of', 'none_of'] as const), values: some(words) }),
  presence,
);
const comparison = fc.record({ op: from(['is', 'is_not', 'lt', 'lte', 'gt', 'gte'] as const), value: number });
const numberRange = fc.record({ op: fc.constant('between' as const), from: number, to: number });
const numberTest: fc.Arbitrary<NumberTest> = fc.oneof(
  comparison,
  numberRange,
  fc.record({ op: fc.constant('one_of' as const), values: some(numbers) }),
  presence,
);
const booleanTest = fc.oneof(fc.record({ op: fc.constant('is' as const), value: fc.boolean() }), presence);
const listTest: fc.Arbitrary<ListTest> = fc.oneof(
  fc.record({ op: from(['has_any', 'has_all', 'has_none'] as const), values: some(words) }),
  presence,
);
const dayWindow: fc.Arbitrary<DayWindow> = fc.oneof(
  fc.record({ op: from(['is', 'lt', 'lte', 'gt', 'gte'] as const), value: day }),
  fc.record({ op: fc.constant('between' as const), from: day, to: day }),
  fc.record({
    op: from(['in_last_days', 'more_than_days_ago', 'in_next_days'] as const),
    days: fc.oneof(count, fc.nat(9)),
  }),
);
const dayTest: fc.Arbitrary<DayTest> = fc.oneof(
  dayWindow,
  fc.record({ op: fc.constant('is_not' as const), value: day }),
  fc.record({
    op: fc.constant('anniversary_in_days' as const),
    days: fc.oneof(count, fc.constant(100), fc.constant(99)),
  }),
  presence,
);
const times = from([1, 1, 2, 3]);
const inOrNot = from(['in', 'not_in'] as const);
const didOrNot = from(['did', 'did_not'] as const);
const attribute = { kind: fc.constant('attribute' as const), name: from(attributeNames) };
const property = { name: from(propertyNames) };

const condition: fc.Arbitrary<SegmentCondition> = fc.oneof(
  fc.record({ kind: fc.constant('field' as const), field: from(textFields), test: textTest }),
  fc.record({ kind: fc.constant('created' as const), test: dayTest }),
  fc.record({ ...attribute, type: fc.constant('text' as const), test: textTest }),
  fc.record({ ...attribute, type: fc.constant('number' as const), test: numberTest }),
  fc.record({ ...attribute, type: fc.constant('boolean' as const), test: booleanTest }),
  fc.record({ ...attribute, name: from(['birthday', 'never']), type: fc.constant('date' as const), test: dayTest }),
  fc.record({ ...attribute, name: from(['seen', 'never']), type: fc.constant('timestamp' as const), test: dayTest }),
  fc.record({ ...attribute, type: fc.constant('list' as const), test: listTest }),
  fc.record({ kind: fc.constant('group' as const), op: inOrNot, groupIds: some(groupIds) }),
  fc.record({ kind: fc.constant('segment' as const), op: inOrNot, segmentId: from(segmentIds) }),
  fc.record({ kind: fc.constant('subscription' as const), is: from(['subscribed', 'unsubscribed'] as const) }),
  fc.record({
    kind: fc.constant('engagement' as const),
    op: didOrNot,
    what: from(['sent', 'opened', 'clicked'] as const),
    campaignId: fc.option(from(campaignIds)),
    times,
    window: fc.option(dayWindow),
  }),
  fc.record({
    kind: fc.constant('event' as const),
    op: didOrNot,
    name: from(eventNames),
    times,
    window: fc.option(dayWindow),
    properties: fc.array(
      fc.oneof(
        fc.record({ ...property, type: fc.constant('text' as const), test: textTest }),
        fc.record({ ...property, type: fc.constant('number' as const), test: numberTest }),
        fc.record({ ...property, type: fc.constant('boolean' as const), test: booleanTest }),
      ),
      { maxLength: 1 },
    ),
    sum: fc.option(fc.record({ ...property, test: fc.oneof(comparison, numberRange) })),
  }),
);

function branchAt(level: number): fc.Arbitrary<SegmentBranch> {
  const child: fc.Arbitrary<SegmentNode> =
    level === 5
      ? condition
      : fc.oneof({ weight: 3, arbitrary: condition }, { weight: 1, arbitrary: branchAt(level + 1) });
  return fc.record({
    kind: from(['all', 'any', 'none'] as const),
    of: fc.array(child, { minLength: 1, maxLength: 3 }),
  });
}
const tree = branchAt(1);

const optionalWord = fc.option(fc.oneof(from(words), fc.constant(''), text));
const optionalCode = fc.option(from(['DE', 'de', 'Europe/Berlin', '+49301', 'Ada', "O'Hara", '%_', '']));
const moment = from(moments).map((value) => new Date(value));
// Sums of whole numbers are the same in floating point and in decimals.
const propertyValue = fc.oneof(
  from(words),
  from([0, -1, 1, 2, 1000]),
  fc.boolean(),
  fc.constant(null),
  fc.constant(['Ada']),
);
const anyValue = fc.oneof(
  from(words),
  fc.constant(''),
  number,
  fc.boolean(),
  fc.constant(null),
  some(words),
  fc.constant([]),
  fc.constant({ a: 1 }),
);
const person: fc.Arbitrary<Person> = fc.record({
  fields: fc.record({
    email: fc.option(fc.uuid().map((id) => `O'Hara+${id}@Example.com`)),
    phone: optionalCode,
    first_name: optionalWord,
    last_name: optionalWord,
    language: optionalCode,
    time_zone: optionalCode,
    country: optionalCode,
    external_id: fc.option(fc.uuid()),
  }),
  createdAt: moment,
  subscription: from(['subscribed', 'unsubscribed'] as const),
  attributes: fc.record(
    {
      city: anyValue,
      age: anyValue,
      is_vip: anyValue,
      tags: anyValue,
      birthday: fc.oneof(day, fc.constant('')),
      seen: from(moments),
    },
    { requiredKeys: [] },
  ),
  groupIds: fc.subarray([...groupIds]),
  engagements: fc
    .array(
      fc.record({ what: from(['sent', 'opened', 'clicked'] as const), campaignId: from(campaignIds), at: moment }),
      { maxLength: 6 },
    )
    .map(possible),
  events: fc.array(
    fc.record({
      name: from(eventNames),
      properties: fc.array(fc.tuple(from(propertyNames), propertyValue), { maxLength: 3 }).map(record),
      at: moment,
    }),
    { maxLength: 5 },
  ),
});

/** Someone is sent a campaign once, and before they open it. */
function possible(hits: Person['engagements']): Person['engagements'] {
  return campaignIds.flatMap((campaignId) => {
    const of = hits.filter((hit) => hit.campaignId === campaignId);
    const first = of[0];
    return first ? [{ ...first, what: 'sent' as const }, ...of.slice(1).filter((hit) => hit.what !== 'sent')] : [];
  });
}

/** As JSON.parse makes it: `__proto__` is a key like any other. */
function record(entries: readonly (readonly [string, unknown])[]): Record<string, unknown> {
  const made: Record<string, unknown> = {};
  for (const [name, value] of entries) {
    Object.defineProperty(made, name, { value, enumerable: true, configurable: true, writable: true });
  }
  return made;
}

/** Stores people as contacts of a new organization, and another's whom nobody may find. Answers the ids in order. */
async function store(people: readonly Person[]) {
  const organizationId = randomUUID();
  const run = async (sql: string, ...values: unknown[]) =>
    (await owner.query<{ id: string }>(sql, [organizationId, ...values])).rows.map(({ id }) => id);
  await run(`insert into organizations (id, name) values ($1, 'x')`);
  await run(
    `insert into groups (organization_id, id, name) select $1, id, id::text from unnest($2::uuid[]) id`,
    groupIds,
  );
  await run(
    `insert into campaigns (organization_id, id, name) select $1, id, 'x' from unnest($2::uuid[]) id`,
    campaignIds,
  );
  const rows = people.map((each) => ({
    id: randomUUID(),
    ...each.fields,
    created_at: each.createdAt,
    subscription: each.subscription,
    unsubscribed_at: each.subscription === 'unsubscribed' ? each.createdAt : null,
    attributes: each.attributes,
  }));
  await run(
    `insert into contacts (organization_id, id, email, phone, first_name, last_name, language, time_zone, country, external_id,
       created_at, subscription, unsubscribed_at, attributes)
     select $1, x.* from jsonb_to_recordset($2) as x (id uuid, email text, phone text, first_name text, last_name text, language text,
       time_zone text, country text, external_id text, created_at timestamptz, subscription text, unsubscribed_at timestamptz, attributes jsonb)`,
    JSON.stringify(rows),
  );
  const idAt = (index: number) => rows[index]?.id ?? '';
  for (const [index, { groupIds: of, engagements, events }] of people.entries()) {
    const id = idAt(index);
    await run(
      `insert into group_members (organization_id, group_id, contact_id) select $1, g, $2 from unnest($3::uuid[]) g`,
      id,
      of,
    );
    for (const { name, properties, at } of events) {
      await run(
        `insert into contact_events (organization_id, contact_id, name, properties, occurred_at) values ($1, $2, $3, $4, $5)`,
        id,
        name,
        JSON.stringify(properties),
        at,
      );
    }
    for (const { what, campaignId, at } of engagements) {
      if (what === 'sent') {
        await run(
          `insert into deliveries (organization_id, campaign_id, contact_id, email, state, accepted_at) values ($1, $2, $3, 'x', 'accepted', $4)`,
          campaignId,
          id,
          at,
        );
      } else {
        await run(
          `insert into engagements (organization_id, campaign_id, delivery_id, kind, at)
           select $1, $2, id, $3, $4 from deliveries where organization_id = $1 and campaign_id = $2 and contact_id = $5`,
          campaignId,
          what === 'opened' ? 'open' : 'click',
          at,
          id,
        );
      }
    }
  }
  return { organizationId, ids: rows.map(({ id }) => id) };
}

async function found(of: SegmentBranch, around: Surroundings): Promise<Set<string>> {
  const parameters: unknown[] = [];
  const { from: source, where } = compileSegment(of, around, parameters);
  const { rows } = await app.query<{ id: string }>(`select c.id from ${source} where ${where}`, parameters);
  expect(new Set(rows.map(({ id }) => id)).size).toBe(rows.length); // everyone once
  return new Set(rows.map(({ id }) => id));
}

test(`the database finds whom a tree means, for ${rounds * treesPerRound} trees (seed ${seed})`, async () => {
  let matches = 0;
  for (let round = 0; round < rounds; round += 1) {
    const sample = <T>(arbitrary: fc.Arbitrary<T>, numRuns: number) =>
      fc.sample(arbitrary, { seed: seed + round, numRuns });
    const people = sample(person, peoplePerRound);
    const { organizationId, ids } = await store(people);
    await app.query(`select set_config('app.organization_id', $1, false)`, [organizationId]);
    // Segments that refer to nothing, for the others to refer to.
    const plain = sample(
      fc.record({
        kind: from(['all', 'any'] as const),
        of: fc.array(
          condition.filter(({ kind }) => kind !== 'segment'),
          { minLength: 1, maxLength: 2 },
        ),
      }),
      2,
    );
    const around: Surroundings = {
      now: new Date('2026-11-21T12:00:00Z'),
      timeZone: sample(from(['UTC', 'Europe/Berlin', 'Pacific/Kiritimati', 'America/St_Johns']), 1)[0] ?? 'UTC',
      trees: new Map(segmentIds.map((id, index) => [id, plain[index] ?? { kind: 'all', of: [] }])),
    };
    for (const each of sample(tree, treesPerRound)) {
      expect(segmentTree.safeParse(each).success, JSON.stringify(each)).toBe(true);
      const expected = ids.filter((_, index) => evaluate(each, people[index]!, around));
      const actual = await found(each, around);
      const about = () =>
        `${sentenceOf(each, () => undefined)}\n${JSON.stringify(each)}\n${JSON.stringify(people[ids.findIndex((id, index) => actual.has(id) !== evaluate(each, people[index]!, around))])}`;
      if (expected.length !== actual.size || !expected.every((id) => actual.has(id)))
        expect.fail(`round ${round}, ${around.timeZone}: ${about()}`);
      matches += expected.length;
    }
  }
  const all = rounds * treesPerRound * peoplePerRound;
  expect(matches).toBeGreaterThan(all / 10); // trees that hit nobody, or everybody, would prove little
  expect(matches).toBeLessThan((all * 9) / 10);
}, 120_000);

test(`every node of a tree is answered for one contact as for all (seed ${seed})`, async () => {
  const people = fc.sample(person, { seed, numRuns: 10 });
  const { organizationId, ids } = await store(people);
  await app.query(`select set_config('app.organization_id', $1, false)`, [organizationId]);
  const around: Surroundings = {
    now: new Date('2026-11-21T12:00:00Z'),
    timeZone: 'Asia/Tokyo',
    trees: new Map(segmentIds.map((id) => [id, { kind: 'any', of: [{ kind: 'subscription', is: 'subscribed' }] }])),
  };
  for (const each of fc.sample(tree, { seed, numRuns: 100 })) {
    for (const [index, id] of ids.entries()) {
      const parameters: unknown[] = [id];
      const { from: source, nodes } = compileNodes(each, around, parameters);
      const { rows } = await app.query<{ results: boolean[] }>(
        `select array[${nodes.join(', ')}] as results from ${source} where c.id = $1`,
        parameters,
      );
      expect(rows[0]?.results).toEqual(nodesOf(each).map(({ node }) => evaluate(node, people[index]!, around)));
    }
  }
}, 60_000);

test('nothing a tree holds is part of the statement', () => {
  const marker = 'marker\'"; drop table contacts; --';
  const hostile: SegmentBranch = {
    kind: 'all',
    of: [
      { kind: 'field', field: 'email', test: { op: 'contains', value: marker } },
      { kind: 'attribute', name: marker, type: 'list', test: { op: 'has_all', values: [marker] } },
      {
        kind: 'event',
        op: 'did',
        name: marker,
        times: 2,
        window: null,
        properties: [{ name: marker, type: 'text', test: { op: 'is', value: marker } }],
        sum: { name: marker, test: { op: 'gt', value: 1 } },
      },
    ],
  };
  const parameters: unknown[] = [];
  const { from: source, where } = compileSegment(
    hostile,
    { now: new Date(), timeZone: 'UTC', trees: new Map() },
    parameters,
  );
  expect(`${source} ${where}`).not.toContain('marker');
  expect(parameters).toContain(marker);
});
