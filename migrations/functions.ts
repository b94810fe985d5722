/**
 * Functions, procedures and triggers: one file each in `functions/<owner>/`, named like the function in it, with its owner,
 * its rights and the triggers that call it. Today's text stands there and nowhere else.
 */
import { createHash } from 'node:crypto';
import { readdirSync, readFileSync } from 'node:fs';
import { basename, join } from 'node:path';
import type pg from 'pg';
import release from '../package.json' with { type: 'json' };
import { retryingLocks } from './locks.ts';
import { MigrationError } from './migration-error.ts';

export interface FunctionFile {
  /** Of the function, and of the file without `.sql`. */
  readonly name: string;
  /** The feature that owns it, or `platform`. */
  readonly owner: string;
  readonly text: string;
}

const folder = join(import.meta.dirname, 'functions');

/** All of them, each after those it calls: a body that is checked when it is created finds what it names. */
export function functionFiles(): FunctionFile[] {
  const files = readdirSync(folder, { withFileTypes: true, recursive: true })
    .filter((entry) => entry.isFile())
    .map((entry) => ({
      name: basename(entry.name, '.sql'),
      owner: basename(entry.parentPath),
      text: readFileSync(join(entry.parentPath, entry.name), 'utf8'),
    }))
    .toSorted((one, other) => (one.name < other.name ? -1 : 1));
  const double = files.find(({ name }, i) => files[i + 1]?.name === name);
  if (double) throw new Error(`Two files in migrations/functions are named ${double.name}.sql.`);
  return calledFirst(files);
}

/** Functions that call each other need no order: only SQL bodies are checked, and those cannot. */
function calledFirst(files: readonly FunctionFile[]): FunctionFile[] {
  const ordered: FunctionFile[] = [];
  const seen = new Set<FunctionFile>();
  const visit = (file: FunctionFile) => {
    if (seen.has(file)) return;
    seen.add(file);
    const code = file.text.replaceAll(/--.*/g, '');
    files.filter(({ name }) => new RegExp(`\\b${name}\\s*\\(`).test(code)).forEach(visit);
    ordered.push(file);
  };
  files.forEach(visit);
  return ordered;
}

/**
 * Applies each file whose text is not the one applied last, or whose function or triggers a migration has changed or dropped
 * since, in a transaction of its own: no lock is held for longer than one function needs.
 *
 * A function that was applied and has no file any more is dropped: one with triggers at once, since they would go on working
 * beside what replaced them; others in the next release, since processes of the last one may still call them.
 */
export async function applyFunctions(
  client: pg.Client,
  { log, isEmpty }: { readonly log: (line: string) => void; readonly isEmpty: boolean },
): Promise<void> {
  const files = functionFiles();
  const applied = await checksums(client, files);
  for (const file of files) {
    if (applied.get(file.name)?.isCurrent) continue;
    const applyOnce = () => inTransaction(client, () => apply(client, file));
    await retryingLocks(log, applyOnce).catch((error: unknown) => {
      if (error instanceof MigrationError) throw error;
      throw new MigrationError(`functions/${file.owner}/${file.name}.sql: ${messageOf(error)}`, { cause: error });
    });
    log(`applied functions/${file.owner}/${file.name}`);
  }
  const { rows } = await client.query<{ name: string; hasTriggers: boolean; since: string | null }>(
    `select name, obsolete_since as since, exists (select from pg_trigger t join pg_proc p on p.oid = t.tgfoid
       where p.pronamespace = 'public'::regnamespace and p.proname = a.name and not t.tgisinternal) as "hasTriggers"
     from applied_functions a where name <> all ($1) order by name`,
    [files.map(({ name }) => name)],
  );
  for (const { name, hasTriggers, since } of rows) {
    if (isEmpty || hasTriggers || (since !== null && since !== release.version)) {
      await retryingLocks(log, () => inTransaction(client, () => drop(client, name)));
      log(`dropped function ${name}`);
    } else if (since === null) {
      await client.query('update applied_functions set obsolete_since = $2 where name = $1', [name, release.version]);
      log(`function ${name} is obsolete; the next release drops it`);
    }
  }
}

async function apply(client: pg.Client, file: FunctionFile): Promise<void> {
  await client.query(file.text);
  const checksum = (await checksums(client, [file])).get(file.name)?.checksum;
  if (!checksum) throw new Error(`There is no function ${file.name} after it.`);
  await client.query(
    `insert into applied_functions (name, checksum) values ($1, $2)
     on conflict (name) do update set checksum = excluded.checksum, applied_at = now(), obsolete_since = null`,
    [file.name, checksum],
  );
}

interface Checksum {
  /** Of its text and what the database holds of it today. */
  readonly checksum: string;
  /** Whether that is what it was when it was applied. */
  readonly isCurrent: boolean;
}

/** By name; none for a function that the database does not hold. */
async function checksums(client: pg.Client, files: readonly FunctionFile[]): Promise<ReadonlyMap<string, Checksum>> {
  const texts = new Map(files.map(({ name, text }) => [name, text]));
  const { rows } = await client.query<{ name: string; state: string; applied: string | null }>(stateOfFunctions, [
    [...texts.keys()],
  ]);
  return new Map(
    rows.map(({ name, state, applied }) => {
      const checksum = createHash('sha256')
        .update(`${texts.get(name)}\0${state}`)
        .digest('hex');
      return [name, { checksum, isCurrent: applied === checksum }];
    }),
  );
}

/** What the database holds of each: its definition, owner and rights, and the triggers that call it. */
const stateOfFunctions = `
  select name, string_agg(part, e'\\n' order by part collate "C") as state,
    (select checksum from applied_functions a where a.name = parts.name) as applied
  from (
    select p.proname as name, concat_ws(' ', pg_get_functiondef(p.oid), p.proowner::regrole, p.proacl) as part
    from pg_proc p where p.pronamespace = 'public'::regnamespace and p.proname = any ($1)
    union all
    select p.proname, pg_get_triggerdef(t.oid) from pg_trigger t join pg_proc p on p.oid = t.tgfoid
    where p.pronamespace = 'public'::regnamespace and p.proname = any ($1) and not t.tgisinternal
  ) parts group by name`;

async function drop(client: pg.Client, name: string): Promise<void> {
  const { rows } = await client.query<{ statement: string }>(
    `select format('drop trigger %I on %s', t.tgname, t.tgrelid::regclass) as statement
     from pg_trigger t join pg_proc p on p.oid = t.tgfoid
     where p.pronamespace = 'public'::regnamespace and p.proname = $1 and not t.tgisinternal
     union all
     select format('drop routine %s', p.oid::regprocedure) from pg_proc p
     where p.pronamespace = 'public'::regnamespace and p.proname = $1
     order by statement desc -- triggers before routines`,
    [name],
  );
  for (const { statement } of rows) await client.query(statement);
  await client.query('delete from applied_functions where name = $1', [name]);
}

async function inTransaction(client: pg.Client, work: () => Promise<void>): Promise<void> {
  await client.query('begin');
  try {
    await work();
    await client.query('commit');
  } catch (error) {
    await client.query('rollback');
    throw error;
  }
}

function messageOf(error: unknown): string {
  return error instanceof Error ? error.message : String(error);
}
