/** What the database says of its own tables. */
import type pg from 'pg';
import type { Partition } from '../archive/manifest.ts';

export interface CatalogueTable {
  readonly name: string;
  /** Without those that are generated of others. */
  readonly columns: readonly string[];
  readonly hasOrganization: boolean;
  /** Columns of the primary key, in their order. */
  readonly key: readonly string[];
}

/** Why a table's rows are in no backup. */
export const notCarried: Readonly<Record<string, string>> = {
  migrations: 'the head of the backup lists them',
  applied_functions: 'they are applied again',
  sessions: 'one that was ended since must not come back: everybody signs in again',
  password_resets: 'a link that was used since must not work again',
  rate_limits: 'they count minutes',
  sign_in_delays: 'they count minutes',
};

const tables = `
  select c.relname::text as name,
    array_agg(a.attname::text order by a.attnum) filter (where a.attgenerated = '') as columns,
    bool_or(a.attname = 'organization_id') as "hasOrganization",
    coalesce((select array_agg(ka.attname::text order by k.place) from pg_index i, unnest(i.indkey::int2[]) with ordinality k (attnum, place)
      join pg_attribute ka on ka.attnum = k.attnum where i.indrelid = c.oid and i.indisprimary and ka.attrelid = c.oid), '{}') as key
  from pg_class c join pg_attribute a on a.attrelid = c.oid and a.attnum > 0 and not a.attisdropped
  where c.relnamespace = 'public'::regnamespace and c.relkind in ('r', 'p') and not c.relispartition
  group by c.oid, c.relname order by c.relname`;

/** All whose rows are carried, by name. */
export async function carriedTables(client: pg.ClientBase): Promise<readonly CatalogueTable[]> {
  const { rows } = await client.query<CatalogueTable>(tables);
  return rows.filter(({ name }) => !(name in notCarried));
}

export async function appliedMigrations(client: pg.ClientBase): Promise<readonly string[]> {
  const { rows: there } = await client.query<{ made: boolean }>(
    `select to_regclass('public.migrations') is not null as made`,
  );
  if (!there[0]?.made) return [];
  const { rows } = await client.query<{ name: string }>('select name from migrations order by timestamp, id');
  return rows.map(({ name }) => name);
}

/** Those that take rows of one month; the rest has one from the first migration on. */
export async function monthlyPartitions(client: pg.ClientBase): Promise<readonly Partition[]> {
  const { rows } = await client.query<Partition>(
    `select p.relname::text as parent, n.nspname::text as schema, c.relname::text as name, pg_get_expr(c.relpartbound, c.oid) as bounds
     from pg_inherits i join pg_class c on c.oid = i.inhrelid join pg_class p on p.oid = i.inhparent
       join pg_namespace n on n.oid = c.relnamespace
     where c.relispartition and c.relkind in ('r', 'p') and pg_get_expr(c.relpartbound, c.oid) <> 'DEFAULT' order by 1, 3`,
  );
  return rows;
}

/** The last values of sequences, by name; those of the job queue are not among them. */
export async function sequenceValues(client: pg.ClientBase): Promise<Record<string, string>> {
  const { rows } = await client.query<{ name: string; value: string }>(
    `select sequencename::text as name, last_value::text as value from pg_sequences
     where schemaname = 'public' and last_value is not null
       and sequencename not like 'migrations_id_seq%' order by 1`,
  );
  return Object.fromEntries(rows.map(({ name, value }) => [name, value]));
}

export const quoted = (name: string) => `"${name.replaceAll('"', '""')}"`;
