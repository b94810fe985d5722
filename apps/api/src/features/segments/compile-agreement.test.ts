import fc from 'fast-check';
import pg from 'pg';
import { afterAll, beforeAll, expect, test } from 'vitest';
import {
  evaluate,
  nodesOf,
  type SegmentBranch,
  segmentTree,
  sentenceOf,
  type SegmentContext,
} from '@engagex/domain/segments';
import { createTestDatabase, type TestDatabase } from '../../../../../tools/testing/database.ts';
import { type CompiledSegment, compileNodes, compileProbe, compileSegment } from './compile-segment.ts';
import { person } from './testing/random-people.ts';
import { condition, from, segmentIds, tree } from './testing/random-trees.ts';
import { storePeople } from './testing/store-people.ts';
import { seed } from '../../testing/chance.ts';

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

type Compile = (tree: SegmentBranch, context: SegmentContext, parameters: unknown[]) => CompiledSegment;

async function found(compile: Compile, of: SegmentBranch, context: SegmentContext): Promise<Set<string>> {
  const parameters: unknown[] = [];
  const { from: source, where } = compile(of, context, parameters);
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
    const { organizationId, ids } = await storePeople(owner, people);
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
    const context: SegmentContext = {
      now: new Date('2026-11-21T12:00:00Z'),
      timeZone: sample(from(['UTC', 'Europe/Berlin', 'Pacific/Kiritimati', 'America/St_Johns']), 1)[0] ?? 'UTC',
      trees: new Map(segmentIds.map((id, index) => [id, plain[index] ?? { kind: 'all', of: [] }])),
    };
    for (const [number, each] of sample(tree, treesPerRound).entries()) {
      expect(segmentTree.safeParse(each).success, JSON.stringify(each)).toBe(true);
      const expected = ids.filter((_, index) => evaluate(each, people[index]!, context));
      const actual = await found(compileSegment, each, context);
      // Looked up one by one, they are the same people.
      if (number % 5 === 0) expect(await found(compileProbe, each, context)).toEqual(actual);
      const about = () =>
        `${sentenceOf(each, () => undefined)}\n${JSON.stringify(each)}\n${JSON.stringify(people[ids.findIndex((id, index) => actual.has(id) !== evaluate(each, people[index]!, context))])}`;
      if (expected.length !== actual.size || !expected.every((id) => actual.has(id)))
        expect.fail(`round ${round}, ${context.timeZone}: ${about()}`);
      matches += expected.length;
    }
  }
  const all = rounds * treesPerRound * peoplePerRound;
  expect(matches).toBeGreaterThan(all / 10); // trees that hit nobody, or everybody, would prove little
  expect(matches).toBeLessThan((all * 9) / 10);
}, 180_000);

test(`every node of a tree is answered for one contact as for all (seed ${seed})`, async () => {
  const people = fc.sample(person, { seed, numRuns: 10 });
  const { organizationId, ids } = await storePeople(owner, people);
  await app.query(`select set_config('app.organization_id', $1, false)`, [organizationId]);
  const context: SegmentContext = {
    now: new Date('2026-11-21T12:00:00Z'),
    timeZone: 'Asia/Tokyo',
    trees: new Map(segmentIds.map((id) => [id, { kind: 'any', of: [{ kind: 'subscription', is: 'subscribed' }] }])),
  };
  for (const each of fc.sample(tree, { seed, numRuns: 100 })) {
    for (const [index, id] of ids.entries()) {
      const parameters: unknown[] = [id];
      const nodes = compileNodes(each, context, parameters);
      const { rows } = await app.query<{ results: boolean[] }>(
        `select array[${nodes.join(', ')}] as results from contacts c where c.id = $1`,
        parameters,
      );
      expect(rows[0]?.results).toEqual(nodesOf(each).map(({ node }) => evaluate(node, people[index]!, context)));
    }
  }
}, 60_000);
