/**
 * Loads rows as they were: no trigger runs, foreign keys are checked when all rows are there, and indexes of large tables are
 * made at the end. All of it belongs to the transaction of the caller, so what was there before stays until it commits.
 */
import type pg from 'pg';
import { pipeline } from 'node:stream/promises';
import { Readable } from 'node:stream';
import { from as copyFrom } from 'pg-copy-streams';
import type { Section } from '../archive/archive.ts';
import type { Partition } from '../archive/manifest.ts';
import { BackupError } from '../backup-error.ts';
import { carriedTables, quoted } from './catalogue.ts';

const foreignKeys = `
  select format('alter table %s drop constraint %I', k.conrelid::regclass, k.conname) as down,
    format('alter table %s add constraint %I %s', k.conrelid::regclass, k.conname, pg_get_constraintdef(k.oid)) as up
  from pg_constraint k join pg_class c on c.oid = k.conrelid
  where k.contype = 'f' and k.connamespace = 'public'::regnamespace and k.conparentid = 0 and not c.relispartition`;

/** Those that no constraint needs, with what is said of them. */
const indexes = `
  select format('drop index %s', i.indexrelid::regclass) as down, pg_get_indexdef(i.indexrelid) as up,
    obj_description(i.indexrelid, 'pg_class') as comment, i.indexrelid::regclass::text as name
  from pg_index i join pg_class t on t.oid = i.indrelid
  where t.relnamespace = 'public'::regnamespace and t.relname = any ($1) and not t.relispartition and not i.indisprimary
    and not exists (select from pg_constraint k where k.conindid = i.indexrelid)`;

interface Undone {
  readonly down: string;
  readonly up: string;
}

/** Takes away what stands in the way of loading rows in any order; answers what puts it back. */
export async function openForLoading(client: pg.Client, large: readonly string[]): Promise<() => Promise<void>> {
  const { rows: keys } = await client.query<Undone>(foreignKeys);
  const { rows: dropped } = await client.query<Undone & { comment: string | null; name: string }>(indexes, [large]);
  const { rows: tables } = await client.query<{ name: string; forced: boolean }>(
    `select oid::regclass::text as name, relforcerowsecurity as forced from pg_class
     where relnamespace = 'public'::regnamespace and relkind in ('r', 'p') and not relispartition`,
  );
  for (const { down } of [...keys, ...dropped]) await client.query(down);
  for (const { name, forced } of tables) {
    await client.query(`alter table ${name} disable trigger user`);
    if (forced) await client.query(`alter table ${name} no force row level security`);
  }
  return async () => {
    for (const { up, comment, name } of dropped) {
      await client.query(up);
      if (comment) await client.query(`comment on index ${name} is ${client.escapeLiteral(comment)}`);
    }
    for (const { up } of keys) await client.query(up).catch(unmatched);
    for (const { name, forced } of tables) {
      await client.query(`alter table ${name} enable trigger user`);
      if (forced) await client.query(`alter table ${name} force row level security`);
    }
  };
}

function unmatched(cause: unknown): never {
  const detail = cause instanceof Error && 'detail' in cause ? String(cause.detail) : '';
  throw new BackupError(`Rows of this backup do not belong together: ${detail}`, { cause });
}

/** Removes the rows of every table that a backup carries. */
export async function emptyTables(client: pg.Client): Promise<void> {
  const tables = await carriedTables(client);
  await client.query(`truncate ${tables.map(({ name }) => quoted(name)).join(', ')}`);
}

export async function makePartitions(client: pg.Client, partitions: readonly Partition[]): Promise<void> {
  for (const { parent, schema, name, bounds } of partitions) {
    if (!/^for values /i.test(bounds)) throw new BackupError(`The partition ${name} has bounds that are not known.`);
    await client.query(
      `create table if not exists ${quoted(schema)}.${quoted(name)} partition of ${quoted(parent)} ${bounds}`,
    );
  }
}

/** Loads one section; answers how many rows it had. */
export async function loadTable(client: pg.Client, { head, content, summary }: Section): Promise<number> {
  if (head.kind !== 'table') throw new Error('Only tables are loaded.');
  const columns = head.columns.map(quoted).join(', ');
  const copy = client.query(copyFrom(`copy ${quoted(head.table)} (${columns}) from stdin`));
  await pipeline(Readable.from(content, { objectMode: false }), copy);
  if (copy.rowCount !== summary().rows)
    throw new BackupError(`${head.table} got ${copy.rowCount} rows, and the backup says ${summary().rows}.`);
  return copy.rowCount;
}

export async function setSequences(client: pg.Client, values: Readonly<Record<string, string>>): Promise<void> {
  for (const [name, value] of Object.entries(values))
    await client.query(`select setval(to_regclass($1), $2::bigint) where to_regclass($1) is not null`, [
      `public.${quoted(name)}`,
      value,
    ]);
}
