import fc from 'fast-check';
import pg from 'pg';
import { afterAll, beforeAll, expect, test } from 'vitest';
import { evaluate, type EventCondition, type Person, type SegmentBranch } from '@engagex/domain/segments';
import { createTestDatabase, type TestDatabase } from '../../../../../tools/testing/database.ts';
import { seed } from '../../testing/chance.ts';
import { compileProbe, compileSegment } from './compile-segment.ts';
import { person } from './testing/random-people.ts';
import { dayWindow, from, moments } from './testing/random-trees.ts';
import { storePeople } from './testing/store-people.ts';

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

/** Who did the same so often that not every time of it is kept, in the past and by clocks that are ahead. */
const busy: fc.Arbitrary<Person> = fc
  .record({
    person,
    at: fc.array(from(moments), { maxLength: 9 }),
  })
  .map(({ person: of, at }) => ({
    ...of,
    events: at.map((each) => ({ name: 'order', properties: {}, at: new Date(each) })),
  }));
const did = fc.record({
  kind: fc.constant('event' as const),
  op: from(['did', 'did_not'] as const),
  name: fc.constant('order'),
  times: fc.integer({ min: 1, max: 8 }),
  window: fc.option(dayWindow),
  properties: fc.constant<EventCondition['properties']>([]),
  sum: fc.constant(null),
});

test(`totals tell who did it so often and when, for 600 conditions (seed ${seed})`, async () => {
  const people = fc.sample(busy, { seed, numRuns: 40 });
  const { organizationId, ids } = await storePeople(owner, people);
  await app.query(`select set_config('app.organization_id', $1, false)`, [organizationId]);
  const context = { now: new Date('2026-11-21T12:00:00Z'), timeZone: 'Europe/Berlin', trees: new Map() };
  let byTotals = 0;
  for (const condition of fc.sample(did, { seed, numRuns: 600 })) {
    const tree: SegmentBranch = { kind: 'all', of: [condition] };
    const expected = ids.filter((_, index) => evaluate(tree, people[index]!, context)).toSorted();
    for (const compile of [compileSegment, compileProbe]) {
      const parameters: unknown[] = [];
      const compiled = compile(tree, context, parameters);
      const { rows } = await app.query<{ id: string }>(
        `select c.id from ${compiled.from} where ${compiled.where} order by c.id`,
        parameters,
      );
      expect(
        rows.map(({ id }) => id),
        JSON.stringify(condition),
      ).toEqual(expected);
      if (compiled.where.includes('contact_event_totals')) byTotals += 1;
    }
  }
  expect(byTotals).toBeGreaterThan(200); // or it proves nothing about them
}, 60_000);
