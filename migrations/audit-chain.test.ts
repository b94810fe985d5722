import { randomUUID } from 'node:crypto';
import pg from 'pg';
import { afterAll, beforeAll, beforeEach, expect, test } from 'vitest';
import { createTestDatabase, type TestDatabase } from '../tools/testing/database.ts';
import { type CheckedLog, checkLogs } from './audit-chain.ts';

let database: TestDatabase;
let superuser: pg.Client;
let tableOwner: pg.Client;
let organizationId = '';
beforeAll(async () => {
  database = await createTestDatabase();
  superuser = new pg.Client({ connectionString: database.ownerUrl });
  tableOwner = new pg.Client({ connectionString: database.tableOwnerUrl });
  await Promise.all([superuser.connect(), tableOwner.connect()]);
});
afterAll(async () => {
  await Promise.all([superuser.end(), tableOwner.end()]);
  await database.drop();
});

/** A log of six entries. */
beforeEach(async () => {
  const { rows } = await superuser.query<{ id: string }>(
    `insert into organizations (name) values ('Shop') returning id`,
  );
  organizationId = rows[0]!.id;
  for (let entry = 1; entry <= 6; entry += 1) {
    await superuser.query('begin');
    await superuser.query(`select set_config('app.organization_id', $1, true)`, [organizationId]);
    await superuser.query(
      `select append_audit_entry('user', $1, 'Ada', 'contacts.update', 'contacts', $2, null, '{"n": 1.50, "ü": "\\"[]"}', null, 'r', null)`,
      [randomUUID(), randomUUID()],
    );
    await superuser.query('commit');
  }
});

async function check(client = superuser, expected?: string): Promise<CheckedLog> {
  const options = { organizationId, expected: new Map(expected ? [[organizationId, expected]] : []) };
  for await (const log of checkLogs(client, options)) return log;
  throw new Error('The organization was not checked.');
}

function tamper(sql: string) {
  return superuser.query(sql.replaceAll('mine', `organization_id = '${organizationId}'`));
}

test('an untouched log is intact, for a superuser and for an owner under row-level security', async () => {
  const log = await check();
  expect(log).toMatchObject({ name: 'Shop', entries: 6, problem: null });
  expect(log.head).toMatch(/^[0-9a-f]{64}$/);
  expect(await check(tableOwner)).toEqual(log);
});

test.for([
  ['a changed field', `update audit_entries set actor_name = 'Eve' where mine and seq = 3`, 'entry 3 was changed'],
  ['a changed detail', `update audit_entries set before = '{}' where mine and seq = 1`, 'entry 1 was changed'],
  [
    'a changed time',
    `update audit_entries set at = at + interval '1 microsecond' where mine and seq = 6`,
    'entry 6 was changed',
  ],
  ['a changed hash', `update audit_entries set hash = sha256('x') where mine and seq = 2`, 'entry 2 was changed'],
  ['a removed entry', `delete from audit_entries where mine and seq = 4`, 'entry 4 is missing'],
  ['a removed first entry', `delete from audit_entries where mine and seq = 1`, 'entry 1 is missing'],
  ['a removed last entry', `delete from audit_entries where mine and seq = 6`, 'entry 6 is missing, up to 6'],
  [
    'a removed end with a head that fits',
    `
    delete from audit_entries where mine and seq > 4; update audit_heads set seq = 4 where mine`,
    'the head of the chain is not entry 4',
  ],
  ['a missing head', `delete from audit_heads where mine`, 'the head of the chain is missing'],
  [
    'two swapped entries',
    `
    update audit_entries set seq = -seq where mine and seq in (2, 5);
    update audit_entries set seq = 7 + seq where mine and seq < 0`,
    'entry 2 was changed',
  ],
  [
    'an entry hashed anew',
    `
    update audit_entries set actor_name = 'Eve' where mine and seq = 3;
    update audit_entries e set hash = audit_entry_hash(e) where mine and seq = 3`,
    'entry 4 does not follow entry 3: one was replaced',
  ],
  [
    'an entry forged at the end',
    `insert into audit_entries (organization_id, seq, at, actor_kind, actor_id, actor_name, action, object_type, request_id, previous_hash, hash)
       select organization_id, 7, at, 'user', actor_id, 'Eve', action, object_type, request_id, hash, '' from audit_entries where mine and seq = 6;
     update audit_entries e set hash = audit_entry_hash(e) where mine and seq = 7`,
    'the head of the chain is not entry 7',
  ],
] as const)('%s is found', async ([, sql, problem]) => {
  await tamper(sql);
  expect((await check()).problem).toBe(problem);
  expect((await check(tableOwner)).problem).toBe(problem);
});

test('a database whose own hash function lies does not hide a change', async () => {
  const { rows } = await superuser.query<{ honest: string }>(
    `select pg_get_functiondef('audit_entry_hash'::regproc) as honest`,
  );
  await superuser.query(`create or replace function audit_entry_hash(e audit_entries) returns bytea language sql stable
    as $$ select e.hash $$`);
  await tamper(`update audit_entries set actor_name = 'Eve' where mine and seq = 3`);
  expect((await check()).problem).toBe('entry 3 was changed');
  await superuser.query(rows[0]!.honest);
});

test('a log rewritten from end to end is found by a hash that was kept elsewhere, and an older hash stays good', async () => {
  const { rows } = await superuser.query<{ hash: string }>(
    `select encode(hash, 'hex') as hash from audit_entries where organization_id = $1 and seq = 4`,
    [organizationId],
  );
  const kept = rows[0]!.hash;
  expect((await check(superuser, kept)).problem).toBeNull();
  await tamper(`delete from audit_entries where mine; delete from audit_heads where mine`);
  expect(await check()).toMatchObject({ entries: 0, problem: null });
  expect((await check(superuser, kept)).problem).toMatch(/no entry has the expected hash/);
});
