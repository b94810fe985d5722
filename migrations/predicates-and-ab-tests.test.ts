import { readFile } from 'node:fs/promises';
import { join } from 'node:path';
import pg from 'pg';
import { afterAll, beforeAll, expect, test } from 'vitest';
import { createTestDatabase, type TestDatabase } from '../tools/testing/database.ts';

let database: TestDatabase;
let admin: pg.Client;
let owner: pg.Client;
beforeAll(async () => {
  database = await createTestDatabase();
  admin = new pg.Client(database.ownerUrl);
  owner = new pg.Client(database.tableOwnerUrl);
  await Promise.all([admin.connect(), owner.connect()]);
});
afterAll(async () => {
  await Promise.all([admin.end(), owner.end()]);
  await database.drop();
});

/** Of a value that looks like what is renamed. */
const asked = { op: 'is', value: '"test": {"op": ' };
const treeWith = (name: 'test' | 'predicate') => ({
  kind: 'all',
  of: [
    { kind: 'field', field: 'city', [name]: asked },
    { kind: 'none', of: [{ kind: 'created', [name]: { op: 'in_last_days', days: 7 } }] },
    { kind: 'event', op: 'did', properties: [{ name: 'test', type: 'text', [name]: asked }] },
  ],
});

test('segments, A/B tests and approvals read the same after the update, in every organization', async () => {
  await admin.query('alter table campaigns rename column ab_test to test');
  const former = { name: 'test', test: { share: 20 }, segments: [{ tree: treeWith('test') }] };
  for (const [name, version] of [
    ['One', former],
    ['Other', { ...former, test: null }],
  ])
    await admin.query(
      `with o as (insert into organizations (name) values ($1) returning id),
         u as (insert into users (name, email, password_hash) values ('Ada', $1 || '@example.com', '-') returning id),
         k as (insert into campaigns (organization_id, name, test) select id, 'Sale', '{"share": 20}' from o returning organization_id, id),
         s as (insert into segments (organization_id, name, tree) select id, 'Segment', $2 from o)
       insert into campaign_approvals (organization_id, campaign_id, version, people, asked_by_id, asked_at)
       select k.organization_id, k.id, $3, 1, u.id, now() from k, u`,
      [name, treeWith('test'), version],
    );
  for (const file of ['20261130030100_ab_tests.sql', '20261130030200_segment_predicates.sql'])
    await owner.query(await readFile(join(import.meta.dirname, file), 'utf8'));

  const stored = (sql: string) => admin.query<{ it: unknown }>(sql).then(({ rows }) => rows.map(({ it }) => it));
  expect(await stored('select ab_test as it from campaigns')).toEqual([{ share: 20 }, { share: 20 }]);
  expect(await stored('select tree as it from segments')).toEqual([treeWith('predicate'), treeWith('predicate')]);
  const today = { name: 'test', abTest: { share: 20 }, segments: [{ tree: treeWith('predicate') }] };
  expect(await stored(`select version as it from campaign_approvals order by version ->> 'abTest' nulls last`)).toEqual(
    [today, { ...today, abTest: null }],
  );
});
