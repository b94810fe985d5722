import { randomUUID } from 'node:crypto';
import pg from 'pg';
import { afterAll, beforeAll, expect, test } from 'vitest';
import { createTestDatabase, type TestDatabase } from '../tools/testing/database.ts';

let database: TestDatabase;
let owner: pg.Pool;
let app: pg.Pool;
beforeAll(async () => {
  database = await createTestDatabase();
  owner = new pg.Pool({ connectionString: database.ownerUrl, max: 1 });
  app = new pg.Pool({ connectionString: database.appUrl, max: 4 });
});
afterAll(async () => {
  await Promise.all([owner.end(), app.end()]);
  await database.drop();
});

async function newOrganization(): Promise<string> {
  const { rows } = await owner.query<{ id: string }>(`insert into organizations (name) values ('x') returning id`);
  return rows[0]!.id;
}

/** As the application: in a transaction of this organization. */
async function as(organizationId: string, sql: string, parameters: unknown[] = []): Promise<pg.QueryResult> {
  const client = await app.connect();
  try {
    await client.query('begin');
    await client.query(`select set_config('app.organization_id', $1, true)`, [organizationId]);
    const result = await client.query(sql, parameters);
    await client.query('commit');
    return result;
  } catch (error) {
    await client.query('rollback');
    throw error;
  } finally {
    client.release();
  }
}

const append = `select append_audit_entry('user', $1, 'Ada', 'contacts.update', 'contacts', $2, 'grace@example.com',
  '{"firstName": "Grace"}', '{"firstName": "Grâce"}', 'request-1', '192.0.2.7')`;

function appendTo(organizationId: string) {
  return as(organizationId, append, [randomUUID(), randomUUID()]);
}

test('the application can read entries and append them, and nothing else', async () => {
  const organizationId = await newOrganization();
  await appendTo(organizationId);
  for (const sql of [
    `insert into audit_entries (seq) values (2)`,
    `update audit_entries set actor_name = 'Nobody'`,
    `delete from audit_entries`,
    `truncate audit_entries`,
    `select from audit_heads`,
    `update audit_heads set seq = 0`,
    `delete from audit_heads`,
    `select chain_audit_entry(null)`,
    `alter table audit_entries disable row level security`,
  ])
    await expect(as(organizationId, sql), sql).rejects.toThrow(/permission denied|must be owner/);
  const { rows } = await as(organizationId, 'select seq::int, actor_name from audit_entries');
  expect(rows).toEqual([{ seq: 1, actor_name: 'Ada' }]);
  expect((await as(await newOrganization(), 'select from audit_entries')).rowCount).toBe(0);
});

test('an entry cannot be appended to the log of no organization', async () => {
  await expect(app.query(append, [randomUUID(), randomUUID()])).rejects.toThrow(/row-level security/);
});

test('no setting of the session changes the hash of an entry', async () => {
  const organizationId = await newOrganization();
  await appendTo(organizationId);
  for (const setting of [
    `TimeZone = 'Asia/Kathmandu'`,
    `DateStyle = 'SQL, DMY'`,
    `IntervalStyle = 'iso_8601'`,
    `extra_float_digits = -15`,
    `bytea_output = 'escape'`,
    `lc_numeric = 'C'`,
    `standard_conforming_strings = on`,
  ]) {
    const client = new pg.Client({ connectionString: database.ownerUrl });
    await client.connect();
    await client.query(`set ${setting}`);
    const { rows } = await client.query(
      'select audit_entry_hash(e) = e.hash as same from audit_entries e where organization_id = $1',
      [organizationId],
    );
    await client.end();
    expect(rows, setting).toEqual([{ same: true }]);
  }
});

test('entries appended at the same time follow one another without a gap, in the order of their times', async () => {
  const organizationId = await newOrganization();
  await Promise.all(Array.from({ length: 20 }, () => appendTo(organizationId)));
  const { rows } = await owner.query(
    `select count(*)::int as entries, max(seq)::int as last, bool_and(follows) as chained, bool_and(later) as ordered from (
       select seq, previous_hash = lag(hash) over (order by seq) as follows, at >= lag(at) over (order by seq) as later
       from audit_entries where organization_id = $1) e`,
    [organizationId],
  );
  expect(rows).toEqual([{ entries: 20, last: 20, chained: true, ordered: true }]);
});

test("a change to a person's account is told to every organization they are in, and leaves the scope as it was", async () => {
  const places = [await newOrganization(), await newOrganization()];
  const elsewhere = await newOrganization();
  const { rows } = await owner.query<{ id: string }>(
    `insert into users (name, email, password_hash) values ('Ada', $1, '-') returning id`,
    [`${randomUUID()}@example.com`],
  );
  const userId = rows[0]!.id;
  for (const place of places)
    await owner.query(`insert into memberships (organization_id, user_id, role) values ($1, $2, 'editor')`, [
      place,
      userId,
    ]);
  const after = await as(
    elsewhere,
    `select append_account_entry($1, 'password.change', null, null, 'request-2', null),
       current_setting('app.organization_id') as scope`,
    [userId],
  );
  expect(after.rows).toMatchObject([{ scope: elsewhere }]);
  for (const place of places) {
    const log = await as(place, 'select actor_name, action, object_type, object_id from audit_entries');
    expect(log.rows).toEqual([
      { actor_name: 'Ada', action: 'password.change', object_type: 'password', object_id: userId },
    ]);
  }
  expect((await as(elsewhere, 'select from audit_entries')).rowCount).toBe(0);
});

test('a log is deleted only with its organization', async () => {
  const [organizationId, other] = [await newOrganization(), await newOrganization()];
  await appendTo(organizationId);
  await appendTo(other);
  const purge = () => as(organizationId, 'select purge_audit_entries(10) as gone');
  await expect(purge()).rejects.toThrow(/was not deleted stays/);
  await owner.query(
    'update organizations set delete_requested_at = now(), deletes_at = now(), deleted_at = now() where id = $1',
    [organizationId],
  );
  expect((await purge()).rows).toEqual([{ gone: 1 }]);
  expect((await purge()).rows).toEqual([{ gone: 0 }]);
  const { rows } = await owner.query('select organization_id from audit_entries where organization_id in ($1, $2)', [
    organizationId,
    other,
  ]);
  expect(rows).toEqual([{ organization_id: other }]);
});
