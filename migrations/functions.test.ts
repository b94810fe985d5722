import { readdirSync, readFileSync } from 'node:fs';
import { join } from 'node:path';
import pg from 'pg';
import { afterAll, beforeAll, expect, inject, test } from 'vitest';
import { tableOwners } from '../tools/docs/schema/table-owners.ts';
import { createTestDatabase, type TestDatabase } from '../tools/testing/database.ts';
import { functionFiles } from './functions.ts';
import { migrate } from './migrate.ts';

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

const isOurs = `p.pronamespace = 'public'::regnamespace
  and not exists (select from pg_depend d where d.classid = 'pg_proc'::regclass and d.objid = p.oid and d.deptype = 'e')`;
const triggers = `select pg_get_triggerdef(t.oid) as what, format('drop trigger %I on %s', t.tgname, t.tgrelid::regclass) as dropping
  from pg_trigger t join pg_class c on c.oid = t.tgrelid where c.relnamespace = 'public'::regnamespace and not t.tgisinternal`;

/** Every function and trigger: definition, owner, rights, comment. Not those that a test has set aside. */
async function held(): Promise<string[]> {
  const { rows } = await owner.query<{ what: string }>(`
    select concat_ws(' ', pg_get_functiondef(p.oid), p.proowner::regrole,
      (select array_agg(a::text order by a::text) from unnest(p.proacl) a), obj_description(p.oid, 'pg_proc')) as what
    from pg_proc p where ${isOurs} and p.proname not like 'aside%'
    union all select what from (${triggers}) t order by 1`);
  return rows.map(({ what }) => what);
}

async function migrateAgain(): Promise<string[]> {
  const { appPassword, bffPassword } = inject('testPostgres');
  const lines: string[] = [];
  await migrate({ ownerUrl: database.tableOwnerUrl, appPassword, bffPassword, log: (line) => lines.push(line) });
  return lines;
}

test('a migrated database holds exactly the functions and triggers that the files make of nothing', async () => {
  const migrated = await held();
  await owner.query('begin');
  try {
    const { rows } = await owner.query<{ statement: string }>(`
      select dropping as statement from (${triggers}) t
      union all select format('alter routine %s rename to %I', p.oid::regprocedure, 'aside_' || p.oid) from pg_proc p where ${isOurs}`);
    for (const { statement } of rows) await owner.query(statement);
    for (const { text } of functionFiles()) await owner.query(text);
    expect(await held()).toEqual(migrated);
  } finally {
    await owner.query('rollback');
  }
});

test('what was changed or dropped since is as its file says again, and nothing else is touched', async () => {
  const before = await held();
  await owner.query(`drop trigger count_moved on deliveries`);
  await owner.query(`drop function due_campaigns(timestamptz)`);
  await owner.query(`alter function quiet_until volatile`);
  await owner.query(`grant execute on function append_audit_entry to public`);
  await owner.query(`update applied_functions set checksum = 'of another text' where name = 'take_tokens'`);
  expect((await migrateAgain()).toSorted()).toEqual([
    'applied functions/audit/append_audit_entry',
    'applied functions/campaigns/due_campaigns',
    'applied functions/deliveries/count_deliveries',
    'applied functions/frequency/quiet_until',
    'applied functions/transports/take_tokens',
  ]);
  expect(await held()).toEqual(before);
  expect(await migrateAgain()).toEqual([]);
});

test('a database from before functions had files gets all of them once', async () => {
  const before = await held();
  await owner.query(`drop table applied_functions; alter table migrations drop column checksum`);
  await owner.query(`delete from migrations where name ~ '^(functions_in_files|migration_checksums)'`);
  const [first, second, ...rest] = await migrateAgain();
  expect(first).toMatch(/^applied functions_in_files/);
  expect(second).toMatch(/^applied migration_checksums/);
  expect(rest).toEqual(functionFiles().map(({ owner, name }) => `applied functions/${owner}/${name}`));
  expect(await held()).toEqual(before);
  expect(await migrateAgain()).toEqual([]);
});

test('a function whose file is gone is dropped with its triggers', async () => {
  const before = await held();
  await owner.query(`
    create function left_behind() returns trigger language plpgsql as 'begin return null; end';
    create trigger left_behind after insert on topics for each row execute function left_behind();
    insert into applied_functions (name, checksum) values ('left_behind', '')`);
  expect(await migrateAgain()).toEqual(['dropped function left_behind']);
  expect(await held()).toEqual(before);
});

test('a function that nothing calls any more is dropped one release after its file, since the last one may still call it', async () => {
  const before = await held();
  await owner.query(`
    create function called_before() returns int language sql return 1;
    insert into applied_functions (name, checksum) values ('called_before', '')`);
  expect(await migrateAgain()).toEqual(['function called_before is obsolete; the next release drops it']);
  expect(await migrateAgain()).toEqual([]);
  await owner.query(`update applied_functions set obsolete_since = '0.0.9' where name = 'called_before'`);
  expect(await migrateAgain()).toEqual(['dropped function called_before']);
  expect(await held()).toEqual(before);
});

test('a function is with its owner: the feature whose table fires it, or which it is about', async () => {
  const features = readdirSync(join(import.meta.dirname, '../apps/api/src/features'));
  const unknown = functionFiles().filter((file) => ![...features, 'platform'].includes(file.owner));
  expect(unknown.map((file) => file.owner)).toEqual([]);

  const { rows } = await owner.query<{ table: string; name: string }>(`
    select distinct c.relname as table, p.proname as name from pg_trigger t join pg_proc p on p.oid = t.tgfoid
      join pg_class c on c.oid = t.tgrelid where ${isOurs} and not t.tgisinternal`);
  const owners = await tableOwners();
  const files = new Map(functionFiles().map((file) => [file.name, file.owner]));
  // What tables of several features fire belongs to none of them: it is with the feature that it is about.
  const isOfSeveral = (name: string) =>
    new Set(rows.filter((row) => row.name === name).map(({ table }) => owners.get(table))).size > 1;
  const elsewhere = rows.filter(({ table, name }) => files.get(name) !== owners.get(table) && !isOfSeveral(name));
  expect(elsewhere.map(({ table, name }) => `${name} belongs to ${owners.get(table)}`)).toEqual([]);
});

test('no migration since replaces a function or makes a trigger: its file would say otherwise', () => {
  const since = readdirSync(import.meta.dirname).filter((name) => name.endsWith('.sql') && name > '20261129212000');
  const replacing = since.filter((name) =>
    /create\s+(or\s+replace\s+(function|procedure)|(or\s+replace\s+)?trigger)/i.test(
      readFileSync(join(import.meta.dirname, name), 'utf8'),
    ),
  );
  expect(replacing).toEqual([]);
});
