import pg from 'pg';
import { afterAll, beforeAll, expect, test } from 'vitest';
import { createTestDatabase, type TestDatabase } from '../../../../../tools/testing/database.ts';

let database: TestDatabase;
let owner: pg.Client;
let app: pg.Client;
beforeAll(async () => {
  database = await createTestDatabase();
  owner = new pg.Client(database.ownerUrl);
  app = new pg.Client(database.appUrl);
  await Promise.all([owner.connect(), app.connect()]);
});
afterAll(async () => {
  await Promise.all([owner.end(), app.end()]);
  await database.drop();
});

const partitions = `select c.relname as name, (select count(*)::int from events e where e.tableoid = c.oid) as events
  from pg_inherits i join pg_class c on c.oid = i.inhrelid where i.inhparent = 'events'::regclass order by 1`;

test('an event is stored before its month has a partition, and moves there when it gets one', async () => {
  const add = `insert into events (organization_id, received_at, occurred_at, name, person_id, kind, trusted, message_id)
    values (uuidv7(), now() + make_interval(months => $1), now(), 'page_view', uuidv7(), 'page', false, 'm')`;
  for (const months of [0, 0, 1, 5]) await owner.query(add, [months]);
  expect((await owner.query(partitions)).rows).toEqual([{ name: 'events_rest', events: 4 }]);
  const { rows } = await app.query('select make_event_partitions(2)');
  expect(rows).toHaveLength(3);
  const held = (await owner.query<{ events: number }>(partitions)).rows.map(({ events }) => events);
  expect(held).toEqual([2, 1, 0, 1]); // the rest comes last by its name
  expect((await app.query('select make_event_partitions(2)')).rows).toEqual([]);
  await owner.query(add, [1]);
  expect((await owner.query<{ events: number }>(partitions)).rows.map(({ events }) => events)).toEqual([2, 2, 0, 1]);
});

test('no partition can be reached around the row-level security of the log', async () => {
  await app.query('select make_event_partitions(0)');
  const { rows } = await owner.query<{ name: string }>(
    `select c.relname as name from pg_class c where c.relnamespace = 'event_partitions'::regnamespace and c.relkind = 'r'`,
  );
  expect(rows.length).toBeGreaterThan(0);
  for (const { name } of rows)
    await expect(app.query(`select from event_partitions.${name}`)).rejects.toThrow('permission denied');
  expect((await app.query('select from events')).rows).toEqual([]);
});
