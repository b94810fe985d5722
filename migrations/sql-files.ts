/** The numbered files of this folder: applied in order, each once, and never changed after that. */
import { createHash } from 'node:crypto';
import { readdirSync, readFileSync } from 'node:fs';
import { join } from 'node:path';
import type pg from 'pg';
import type { MigrationInterface, QueryRunner } from 'typeorm';
import { lockTimeout, retryingLocks } from './locks.ts';
import { MigrationError } from './migration-error.ts';
import { statementsOf } from './statements.ts';

/** The first line of a file whose statements are applied one by one: `create index concurrently` needs that. */
export const outsideTransaction = '-- outside a transaction';

export interface SqlFile {
  readonly file: string;
  /** By which TypeORM notes it: `20261121010100_contacts.sql` is `contacts` and the milliseconds of its time. */
  readonly name: string;
  readonly text: string;
}

export function sqlFiles(): SqlFile[] {
  return readdirSync(import.meta.dirname)
    .filter((name) => name.endsWith('.sql'))
    .toSorted()
    .map((file) => ({ file, name: nameOf(file), text: readFileSync(join(import.meta.dirname, file), 'utf8') }));
}

function nameOf(file: string): string {
  const [, year, month, day, hour, minute, second, title] =
    /^(\d{4})(\d\d)(\d\d)(\d\d)(\d\d)(\d\d)_(\w+)\.sql$/.exec(file) ?? [];
  if (!title) throw new Error(`${file} is not named YYYYMMDDhhmmss_words.sql`);
  return `${title}${Date.UTC(Number(year), Number(month) - 1, Number(day), Number(hour), Number(minute), Number(second))}`;
}

export interface AppliedFiles {
  readonly pending: readonly SqlFile[];
  /** Whether a later version of EngageX was here: it applied files that this one does not have. */
  readonly isNewer: boolean;
  /** Whether none was applied yet. */
  readonly isEmpty: boolean;
}

/** Compares what was applied with the files that are here; refuses one that was edited after it was applied. */
export async function compareWithApplied(client: pg.Client, files: readonly SqlFile[]): Promise<AppliedFiles> {
  const { rows } = await client.query<{ table: boolean; checksum: boolean }>(
    `select to_regclass('public.migrations') is not null as table, exists (select from pg_attribute
       where attrelid = to_regclass('public.migrations') and attname = 'checksum') as checksum`,
  );
  if (!rows[0]?.table) return { pending: files, isNewer: false, isEmpty: true };
  const applied = await client.query<{ name: string; checksum: string | null }>(
    `select name, ${rows[0].checksum ? 'checksum' : 'null as checksum'} from migrations`,
  );
  const checksums = new Map(applied.rows.map(({ name, checksum }) => [name, checksum]));
  for (const file of files) {
    const checksum = checksums.get(file.name);
    if (checksum && checksum !== checksumOf(file))
      throw new MigrationError(
        `migrations/${file.file} was changed after it was applied here. Restore its text, and make the change in a new file.`,
      );
  }
  const names = new Set(files.map(({ name }) => name));
  const pending = files.filter(({ name }) => !checksums.has(name));
  return {
    pending,
    isNewer: pending.length === 0 && applied.rows.some(({ name }) => !names.has(name)),
    isEmpty: applied.rows.length === 0,
  };
}

/** Most starts find nothing to apply, and need not load what applies it. */
export async function applySqlFiles(
  ownerUrl: string,
  files: readonly SqlFile[],
  log: (line: string) => void,
): Promise<void> {
  const { DataSource } = await import('typeorm');
  const source = new DataSource({
    type: 'postgres',
    url: ownerUrl,
    migrations: files.map(migrationOf),
    migrationsTableName: 'migrations',
    migrationsTransactionMode: 'each',
    extra: { max: 1, options: `-c client_min_messages=warning -c lock_timeout=${lockTimeout}` },
  });
  await source.initialize();
  try {
    // Those that were applied stay so; it goes on with the one that could not get its lock.
    await retryingLocks(log, async () => {
      for (const applied of await source.runMigrations()) log(`applied ${applied.name}`);
    });
  } finally {
    await source.destroy();
  }
}

/** Notes what the applied files say. */
export async function recordChecksums(client: pg.Client, files: readonly SqlFile[]): Promise<void> {
  await client.query(
    `update migrations m set checksum = f.checksum from unnest($1::text[], $2::text[]) f (name, checksum)
     where m.name = f.name and m.checksum is null`,
    [files.map(({ name }) => name), files.map(checksumOf)],
  );
}

function checksumOf({ text }: SqlFile): string {
  return createHash('sha256').update(text).digest('hex');
}

/** A migration class of TypeORM, which orders them by the milliseconds in their name. */
function migrationOf({ name, text }: SqlFile) {
  const isOutside = text.startsWith(outsideTransaction);
  return class implements MigrationInterface {
    static readonly name = name;
    readonly name = name;
    readonly transaction = !isOutside;

    async up(runner: QueryRunner): Promise<void> {
      if (!isOutside) return void (await runner.query(text));
      // These wait for old transactions and block nobody meanwhile.
      await runner.query('set lock_timeout = 0');
      try {
        for (const { sql } of statementsOf(text)) await runner.query(sql);
      } finally {
        await runner.query(`set lock_timeout = '${lockTimeout}'`);
      }
    }

    async down(): Promise<void> {
      throw new Error('Migrations only go forward: restore a backup instead.');
    }
  };
}
