import { randomUUID } from 'node:crypto';
import pg from 'pg';
import { afterAll, beforeAll, expect, test } from 'vitest';
import { createTestDatabase, type TestDatabase } from '../../../../../tools/testing/database.ts';
import { chanceOf, seed } from '../../testing/chance.ts';

const writers = 4;
const changesOfEach = 120;
const names = ['order', 'page_viewed'] as const;

let database: TestDatabase;
let owner: pg.Pool;
let app: pg.Pool;
beforeAll(async () => {
  database = await createTestDatabase();
  owner = new pg.Pool({ connectionString: database.ownerUrl, max: 1 });
  app = new pg.Pool({ connectionString: database.appUrl, max: writers });
});
afterAll(async () => {
  await app.end();
  await owner.end();
  await database.drop();
});

/** An organization with a few contacts, so that those who write meet. */
async function contactsOf(count: number) {
  const organizationId = randomUUID();
  await owner.query(`insert into organizations (id, name) values ($1, 'x')`, [organizationId]);
  const { rows } = await owner.query<{ id: string }>(
    `insert into contacts (organization_id, external_id) select $1, n from generate_series(1, $2::int) n returning id`,
    [organizationId, count],
  );
  return { organizationId, ids: rows.map(({ id }) => id) as [string, ...string[]] }; // as many as were asked for
}

async function begin(organizationId: string): Promise<pg.PoolClient> {
  const client = await app.connect();
  await client.query('begin');
  await client.query(`select set_config('app.organization_id', $1, true)`, [organizationId]);
  return client;
}

/** Each in a transaction of its own; one that lost against another left nothing behind. */
async function write(organizationId: string, sql: string, parameters: readonly unknown[]) {
  const client = await begin(organizationId);
  try {
    await client.query(sql, [...parameters]);
    await client.query('commit');
  } catch (error) {
    await client.query('rollback');
    if (!(error instanceof pg.DatabaseError) || error.code !== '40P01') throw error;
  } finally {
    client.release();
  }
}

async function totalsOf(organizationId: string) {
  const kept = await owner.query<{ total: string }>(
    `select to_jsonb(t) - 'organization_id' as total from contact_event_totals t where organization_id = $1 order by name, contact_id`,
    [organizationId],
  );
  const addedUp = await owner.query<{ total: string }>(
    `select jsonb_build_object('name', name, 'contact_id', contact_id, 'times', count(*), 'first_at', min(occurred_at),
       'latest', (array_agg(occurred_at order by occurred_at desc))[:5]) as total
     from contact_events where organization_id = $1 group by name, contact_id order by name, contact_id`,
    [organizationId],
  );
  return { kept: kept.rows, addedUp: addedUp.rows };
}

const add = `insert into contact_events (contact_id, name, occurred_at)
  select x.id::uuid, x.name, timestamptz '2026-11-01' + x.hours * interval '1 hour'
  from jsonb_to_recordset($1) x (id text, name text, hours int)`;
const changes = [
  `delete from contact_events where id in (select id from contact_events where contact_id = $1 and name = $2 limit $3)`,
  `update contact_events set contact_id = $1 where id in (select id from contact_events where name = $2 limit $3)`,
  `update contact_events set name = $2 where id in (select id from contact_events where contact_id = $1 limit $3)`,
  `update contact_events set occurred_at = occurred_at - $3 * interval '1 day' where contact_id = $1 and name = $2`,
  `delete from contact_events where contact_id = $1 and $2::text is not null and $3::int is not null`,
] as const;

test(`totals are what the events add up to, whoever writes at the same time (seed ${seed})`, async () => {
  const { organizationId, ids } = await contactsOf(3);
  const writeMuch = async (_: unknown, writer: number) => {
    const chance = chanceOf(`writer ${writer}`);
    for (let number = 0; number < changesOfEach; number += 1) {
      if (chance() < 0.6) {
        const batch = Array.from({ length: chance.between(1, 6) }, () => ({
          id: chance.oneOf(ids),
          name: chance.oneOf(names),
          hours: chance.between(0, 500),
        }));
        await write(organizationId, add, [JSON.stringify(batch)]);
      } else {
        const parameters = [chance.oneOf(ids), chance.oneOf(names), chance.between(1, 4)];
        await write(organizationId, chance.oneOf(changes), parameters);
      }
    }
  };
  await Promise.all(Array.from({ length: writers }, writeMuch));
  const { kept, addedUp } = await totalsOf(organizationId);
  expect(kept.length).toBeGreaterThan(0);
  expect(kept).toEqual(addedUp);
}, 60_000);

test.for([
  ['deletes', 'delete from contact_events where occurred_at = $1'],
  ['moves', `update contact_events set name = 'return' where occurred_at = $1`],
] as const)('who %s events waits for who adds others, and counts them', async ([, change]) => {
  const { organizationId, ids } = await contactsOf(1);
  const addAt = `insert into contact_events (contact_id, name, occurred_at) select $1, 'order', $2`;
  const [first, second] = ['2026-11-01T00:00:00Z', '2026-11-02T00:00:00Z'];
  await write(organizationId, addAt, [ids[0], first]);
  const adding = await begin(organizationId);
  await adding.query(addAt, [ids[0], second]);
  const changed = write(organizationId, change, [first]);
  const waiting = () =>
    owner
      .query(`select from pg_stat_activity where datname = current_database() and wait_event_type = 'Lock'`)
      .then(({ rows }) => rows.length);
  await expect.poll(waiting).toBeGreaterThan(0);
  await adding.query('commit');
  adding.release();
  await changed;
  const { kept, addedUp } = await totalsOf(organizationId);
  expect(kept).toEqual(addedUp);
});

test('the totals of a contact go with its events, and with the contact', async () => {
  const { organizationId, ids } = await contactsOf(2);
  const events = ids.flatMap((id) => [1, 2].map((hours) => ({ id, name: 'order', hours })));
  await write(organizationId, add, [JSON.stringify(events)]);
  expect((await totalsOf(organizationId)).kept).toHaveLength(2);
  await write(organizationId, 'delete from contact_events where contact_id = $1', [ids[0]]);
  expect((await totalsOf(organizationId)).kept).toHaveLength(1);
  await owner.query('delete from contacts where id = $1', [ids[1]]);
  expect(await totalsOf(organizationId)).toEqual({ kept: [], addedUp: [] });
});
