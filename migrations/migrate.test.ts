import { randomUUID } from 'node:crypto';
import { createPostgresBackend, Queue, setDefaultBackendFactory } from 'bullmq';
import pg from 'pg';
import { afterAll, beforeAll, expect, inject, test } from 'vitest';
import { createTestDatabase, type TestDatabase } from '../tools/testing/database.ts';
import { migrate } from './migrate.ts';
import { type SqlFile, sqlFiles } from './sql-files.ts';

let database: TestDatabase;
let owner: pg.Client;
beforeAll(async () => {
  database = await createTestDatabase();
  owner = new pg.Client(database.tableOwnerUrl);
  await owner.connect();
});
afterAll(async () => {
  await owner.end();
  await database.drop();
});

/** Migrates with these files after those that are here; what it said. */
async function migrateWith(files: readonly SqlFile[]): Promise<string[]> {
  const { appPassword, bffPassword } = inject('testPostgres');
  const lines: string[] = [];
  const log = (line: string) => void lines.push(line);
  await migrate({ ownerUrl: database.tableOwnerUrl, appPassword, bffPassword, log, migrations: files });
  return lines;
}

/** A file of the next release. */
function later(title: string, text: string): SqlFile {
  return { file: `20991231000000_${title}.sql`, name: `${title}4102358400000`, text };
}

/** Forgets that these were applied. */
async function forget(...files: readonly SqlFile[]): Promise<void> {
  await owner.query('delete from migrations where name = any ($1)', [files.map(({ name }) => name)]);
}

test('an owner who is no superuser migrates again after the application has made queues of its own', async () => {
  setDefaultBackendFactory(createPostgresBackend);
  const queue = new Queue(`made-by-the-app-${randomUUID()}`, { connection: { connectionString: database.appUrl } });
  await queue.add('job', {});
  await queue.close();
  const { appPassword, bffPassword } = inject('testPostgres');
  await expect(migrate({ ownerUrl: database.tableOwnerUrl, appPassword, bffPassword })).resolves.toBeUndefined();
});

test('roles that somebody else made are refused by name before anything changes', async () => {
  const { appPassword, bffPassword } = inject('testPostgres');
  const stranger = database.appUrl; // a role that is not theirs to manage
  await expect(migrate({ ownerUrl: stranger, appPassword, bffPassword })).rejects.toThrow(
    'The role engagex_app of this server belongs to another owner.',
  );
});

test('a file that was edited after it was applied is refused by name, and nothing is changed', async () => {
  const files = sqlFiles();
  const added = later('added', 'create table added (id int);');
  await migrateWith(files);
  const [first, ...rest] = files;
  const edited = { ...first!, text: `${first!.text}\n-- a better word` };
  await expect(migrateWith([edited, ...rest, added])).rejects.toThrow(
    `migrations/${edited.file} was changed after it was applied here.`,
  );
  expect((await owner.query(`select to_regclass('added') as made`)).rows).toEqual([{ made: null }]);
});

test('an older version leaves the database of a newer one as it is, functions too', async () => {
  const added = later('added', 'create table added (id int);');
  expect(await migrateWith([...sqlFiles(), added])).toEqual([`applied ${added.name}`]);
  await owner.query(`update applied_functions set checksum = 'of the newer version' where name = 'take_tokens'`);
  expect(await migrateWith(sqlFiles())).toEqual(['the database belongs to a newer version; nothing is changed']);
  expect((await owner.query(`select checksum from applied_functions where name = 'take_tokens'`)).rows).toEqual([
    { checksum: 'of the newer version' },
  ]);
  await owner.query('drop table added');
  await forget(added);
});

test('of two that migrate at once one applies, and the other waits and finds nothing to do', async () => {
  const added = later('added', 'create table added (id int); select pg_sleep(0.2);');
  const files = [...sqlFiles(), added];
  await migrateWith(sqlFiles());
  const said = await Promise.all([migrateWith(files), migrateWith(files)]);
  expect(said.flat()).toEqual([`applied ${added.name}`]);
  await owner.query('drop table added');
  await forget(added);
});

test('a table in use is waited for in short tries, between which others get through, and nothing is applied twice', async () => {
  const [one, two] = [
    later('one', 'create table one (id int);'),
    { ...later('two', 'alter table topics add column extra int;'), name: 'two4102358400001' },
  ];
  const reader = new pg.Client(database.tableOwnerUrl);
  await reader.connect();
  await reader.query('begin; lock table topics in access share mode');
  let release: Promise<unknown> | null = null;
  const { appPassword, bffPassword } = inject('testPostgres');
  const lines: string[] = [];
  const log = (line: string) => {
    lines.push(line);
    if (line.startsWith('a table is in use')) release ??= reader.query('commit');
  };
  await migrate({
    ownerUrl: database.tableOwnerUrl,
    appPassword,
    bffPassword,
    log,
    migrations: [...sqlFiles(), one, two],
  });
  await reader.end();
  expect(lines[0]).toMatch(/^a table is in use by a long transaction; trying again \(1 of/);
  expect(lines.at(-1)).toBe(`applied ${two.name}`);
  const { rows } = await owner.query('select count(*)::int as times from migrations where name = any ($1)', [
    [one.name, two.name],
  ]);
  expect(rows).toEqual([{ times: 2 }]);
  await owner.query('drop table one; alter table topics drop column extra');
  await forget(one, two);
});

test('an index is built outside a transaction, also after it was interrupted', async () => {
  const name = 'topics_interrupted';
  await owner.query(`create index ${name} on topics (name)`); // invalid or not: it is made again
  const added = later(
    'index',
    `-- outside a transaction\ndrop index concurrently if exists ${name};\ncreate index concurrently ${name} on topics (created_at);`,
  );
  expect(await migrateWith([...sqlFiles(), added])).toEqual([`applied ${added.name}`]);
  const { rows } = await owner.query<{ definition: string }>(
    `select pg_get_indexdef('${name}'::regclass) as definition, (select indisvalid from pg_index where indexrelid = '${name}'::regclass)`,
  );
  expect(rows).toEqual([{ definition: expect.stringContaining('(created_at)'), indisvalid: true }]);
  await owner.query(`drop index ${name}`);
  await forget(added);
});
