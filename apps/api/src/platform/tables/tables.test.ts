import { afterAll, beforeAll, expect, test } from 'vitest';
import { startTestApi, type TestApi } from '../../testing/test-api.ts';
import { Tables } from './tables.ts';

let api: TestApi;
let tables: Tables;
beforeAll(async () => {
  api = await startTestApi();
  tables = api.app.get(Tables);
});
afterAll(() => api.close());

/** All of the product but those of the BFF and of what runs migrations; each process writes its row of the running ones. */
const tablesOfApi = `
  select relname as name from pg_class where relnamespace = 'public'::regnamespace and relkind in ('r', 'p')
    and not relispartition and relname not in ('migrations', 'applied_functions')
    and (not has_table_privilege('engagex_bff', oid, 'insert') or relname = 'running_processes')`;

test('every table is declared by the feature that owns it, and every declared table is there', async () => {
  const { rows } = await api.owner.query<{ name: string }>(tablesOfApi);
  expect(tables.declared.map(({ name }) => name).toSorted()).toEqual(rows.map(({ name }) => name).toSorted());
  const named = tables.declared.flatMap(({ goesAfter }) => (goesAfter === 'all others' ? [] : (goesAfter ?? [])));
  expect(named.filter((name) => !tables.get(name))).toEqual([]);
});

test('a table or noun of two owners is refused at the start', () => {
  const topics = { name: 'topics', audit: { noun: 'topics', label: 't.name' } };
  expect(() => new Tables([topics, { name: 'topics' }])).toThrow('Two features declare the table topics.');
  expect(() => new Tables([topics, { ...topics, name: 'subjects' }])).toThrow('Two features declare the noun topics.');
});

test('every table with a contact or an address says what it holds of people, or whose address it is', async () => {
  const { rows } = await api.owner.query<{ table: string; column: string }>(
    `select table_name as table, column_name as column from information_schema.columns
     where table_schema = 'public' and column_name ~ '^contact_id|email|address|phone|reply_to'`,
  );
  const silent = rows.filter(
    ({ table, column }) => !tables.get(table)?.personal && tables.ofOthers(table, column) === undefined,
  );
  expect(silent.map(({ table, column }) => `${table}.${column}`)).toEqual([]);
  const columns = rows.map(({ table, column }) => `${table}.${column}`);
  const said = tables.declared.flatMap(({ name, addressesOfOthers = {} }) =>
    Object.keys(addressesOfOthers).map((column) => `${name}.${column}`),
  );
  expect(columns).toEqual(expect.arrayContaining(said));
});
