import { randomUUID } from 'node:crypto';
import pg from 'pg';
import { DataSource } from 'typeorm';
import { afterAll, beforeAll, expect, test } from 'vitest';
import { createTestDatabase, type TestDatabase } from '../../../tools/testing/database.ts';
import { type Opening, type Rows, rowsOf, runInScope, TenantDb } from './index.ts';

let database: TestDatabase;
let source: DataSource;
let db: TenantDb;
let owner: pg.Client;
const [mine, theirs] = [randomUUID(), randomUUID()];

beforeAll(async () => {
  database = await createTestDatabase();
  source = await new DataSource({ type: 'postgres', url: database.appUrl, poolSize: 1 }).initialize();
  db = new TenantDb(source);
  owner = new pg.Client({ connectionString: database.ownerUrl });
  await owner.connect();
  await owner.query(`insert into organizations (id, name) select unnest($1::uuid[]), 'x'`, [[mine, theirs]]);
  await owner.query(`insert into contacts (organization_id, email, first_name, created_at)
    select id, 'ada@example.com', id::text, '2026-03-29 01:30:00.25+00' from organizations`);
});
afterAll(async () => {
  await source.destroy();
  await owner.end();
  await database.drop();
});

const names = 'select first_name as name from contacts where email = $1';

function read<T>(work: () => Promise<T>, admit: (rows: Rows) => void = () => {}, organizationId = mine): Promise<T> {
  const opening: Opening = { statement: { text: 'select $1::int as one', values: [1], isKept: true }, admit };
  return runInScope({ organizationId, actor: { kind: 'system', name: 'test' } }, () => db.read(opening, work));
}

test('each read sees the rows of its organization alone, kept or not, and leaves nothing behind', async () => {
  for (const organizationId of [mine, theirs, mine]) {
    for (const ask of [db.rows.bind(db), db.rowsByKey.bind(db)]) {
      const rows = await read(() => ask(names, ['ada@example.com']), undefined, organizationId);
      expect(rows).toEqual([{ name: organizationId }]);
    }
  }
  expect(await source.query(`select current_setting('app.organization_id', true) as setting`)).toEqual([
    { setting: '' },
  ]);
});

test('whoever is refused gets no row, and is told so even when what was read fails or nothing is read', async () => {
  const refuse = () => {
    throw new Error('refused');
  };
  let seen = false;
  const look = async () => {
    await db.rows(names, ['ada@example.com']);
    seen = true;
  };
  await expect(read(look, refuse)).rejects.toThrow('refused');
  expect(seen).toBe(false);
  await expect(read(() => db.rows('select 1 / 0'), refuse)).rejects.toThrow('refused');
  await expect(read(async () => 'nothing', refuse)).rejects.toThrow('refused');
  await expect(
    read(async () => {
      throw new Error('my own');
    }, refuse),
  ).rejects.toThrow('refused');
  await expect(read(() => Promise.all([look(), look()]), refuse)).rejects.toThrow('refused');
  expect(seen).toBe(false);
});

test('the opening is asked once, and its rows are what it is judged by', async () => {
  const openings: Rows[] = [];
  await read(
    async () => {
      await db.rows('select 1');
      await db.rows('select 2');
    },
    (rows) => openings.push(rows),
  );
  expect(openings).toEqual([[{ one: 1 }]]);
});

test('a statement that fails is told, and the connection goes on: kept statements are prepared anew', async () => {
  const broken = 'select 1 / $1::int as value';
  for (let round = 0; round < 2; round += 1) {
    await expect(read(() => db.rowsByKey(broken, [0]))).rejects.toMatchObject({ code: '22012' });
    expect(await read(() => db.rowsByKey(broken, [1]))).toEqual([{ value: 1 }]);
    await expect(read(() => db.rows('select nothing'))).rejects.toMatchObject({ code: '42703' });
    await expect(read(() => db.rows(names, [{ toPostgres: () => fail() }]))).rejects.toThrow('no such value');
  }
  expect(await read(() => db.rows(names, ['ada@example.com']))).toHaveLength(1);
});

function fail(): never {
  throw new Error('no such value');
}

test('a connection that is cut is not given to the next', async () => {
  const cut = read(async () => {
    const [self] = await db.rows<{ pid: number }>('select pg_backend_pid() as pid');
    await owner.query('select pg_terminate_backend($1)', [self?.pid]);
    await db.rows('select pg_sleep(1)');
  });
  await expect(cut).rejects.toThrow();
  expect(await read(() => db.rows('select 1 as one'))).toEqual([{ one: 1 }]);
});

test('values come back as from any other statement, and several statements come back in one message', async () => {
  const values = `select created_at, null as nothing, array['a'] as list, '{"a":1}'::jsonb as json, 3::bigint as big, true as yes
    from contacts where email = $1`;
  const usual = await runInScope({ organizationId: mine, actor: { kind: 'system', name: 'test' } }, () =>
    db.transaction(() => db.rows(values, ['ada@example.com'])),
  );
  const question = rowsOf(values, ['ada@example.com']);
  for (let round = 0; round < 2; round += 1)
    expect(await read(() => db.answersTo([question, rowsOf('select 1 where false', []), question]))).toEqual([
      usual,
      [],
      usual,
    ]);
});

test('settings hold for the statements after them, and for nobody else', async () => {
  const workMem = `select current_setting('work_mem') as value`;
  const [usual] = await read(() => db.rows(workMem));
  const tuned = await read(async () => {
    await db.configure(`select set_config('work_mem', '11MB', true)`);
    await db.rows('select 1');
    return db.rows(workMem);
  });
  expect(tuned).toEqual([{ value: '11MB' }]);
  expect(await read(() => db.rows(workMem))).toEqual([usual]);
});

test('what wants to change something is refused', async () => {
  await expect(read(() => db.affected('delete from contacts'))).rejects.toThrow('Only reads happen here');
  await expect(read(() => db.connection())).rejects.toThrow('Only reads happen here');
});
