/**
 * Brings a database up to date: roles, then the SQL files of this folder in order (each in its own transaction, through
 * TypeORM's migration executor), then functions and triggers, then the job queue's own schema. Safe to run again and from
 * many processes: one works, the others wait. A version that finds a newer database leaves it as it is, and runs on it.
 */
import { DEFAULT_SCHEMA, runMigrations } from 'bullmq';
import pg from 'pg';
import { letBackupsRead } from './backup-role.ts';
import { applyFunctions } from './functions.ts';
import { lockTimeout, retryingLocks } from './locks.ts';
import { MigrationError } from './migration-error.ts';
import { applySqlFiles, compareWithApplied, recordChecksums, type SqlFile, sqlFiles } from './sql-files.ts';

export interface MigrateOptions {
  /** Connects as the owner of the tables, a role that may create roles. */
  readonly ownerUrl: string;
  readonly appPassword: string;
  readonly bffPassword: string;
  readonly log?: (line: string) => void;
  /** Those of this folder, unless a test brings its own. */
  readonly migrations?: readonly SqlFile[];
  /** Only these migrations, and no functions: for loading a backup that was made before the others. */
  readonly only?: ReadonlySet<string>;
}

/** Left by a restore that did not come to its end; there is nothing else in the database that could be used. */
export const unfinishedRestore = 'unfinished_restore';

const oldestServer = 18;
const migrationsLock = 7_362_401; // any number; the same in every process that migrates

export async function migrate({
  ownerUrl,
  appPassword,
  bffPassword,
  log = () => {},
  migrations: files = sqlFiles(),
  only,
}: MigrateOptions): Promise<void> {
  const client = new pg.Client({ connectionString: ownerUrl, options: '-c client_min_messages=warning' });
  await client.connect();
  try {
    await assertVersion(client);
    await client.query('select pg_advisory_lock($1)', [migrationsLock]);
    await client.query(`set lock_timeout = '${lockTimeout}'`);
    await retryingLocks(log, () => createRoles(client, { engagex_app: appPassword, engagex_bff: bffPassword }));
    if (only) {
      const asked = files.filter(({ name }) => only.has(name));
      return await applySqlFiles(ownerUrl, asked, log);
    }
    await assertNoUnfinishedRestore(client);
    const { pending, isNewer, isEmpty } = await compareWithApplied(client, files);
    if (isNewer) return log('the database belongs to a newer version; nothing is changed');
    if (pending.length > 0) await applySqlFiles(ownerUrl, files, log);
    await recordChecksums(client, files);
    await applyFunctions(client, { log, isEmpty });
    await retryingLocks(log, () => runMigrations(client));
    await retryingLocks(log, () => grantQueueToApp(client));
    await retryingLocks(log, () => letBackupsRead(client));
  } finally {
    await client.end();
  }
}

async function assertVersion(client: pg.Client): Promise<void> {
  const { rows } = await client.query<{ server_version_num: string; server_version: string }>(
    `select current_setting('server_version_num') as server_version_num, current_setting('server_version') as server_version`,
  );
  if (Number(rows[0]?.server_version_num) < oldestServer * 10_000)
    throw new MigrationError(`PostgreSQL ${oldestServer} or newer is needed; this is ${rows[0]?.server_version}.`);
}

async function assertNoUnfinishedRestore(client: pg.Client): Promise<void> {
  const { rows } = await client.query<{ left: boolean }>('select to_regclass($1) is not null as left', [
    `public.${unfinishedRestore}`,
  ]);
  if (rows[0]?.left)
    throw new MigrationError(
      'A restore into this database did not finish. Run it again: npm run restore (docs/backup.md).',
    );
}

/** The app and the BFF sign in as roles that own nothing; `engagex_crossing` owns the few functions across tenants. */
async function createRoles(client: pg.Client, passwords: Record<string, string>): Promise<void> {
  for (const [role, password] of Object.entries({ ...passwords, engagex_crossing: null, engagex_backup: null })) {
    const login = password === null ? 'nologin' : `login password ${client.escapeLiteral(password)}`;
    const { rows } = await client.query<{ ours: boolean }>(
      `select pg_has_role(oid, 'usage with admin option') as ours from pg_roles where rolname = $1`,
      [role],
    );
    if (rows[0]?.ours === false)
      throw new MigrationError(
        `The role ${role} of this server belongs to another owner. Connect as the one who made it.`,
      );
    await client.query(`${rows[0] ? 'alter' : 'create'} role ${role} ${login}`);
  }
  await client.query(`
    grant engagex_crossing to current_user;
    grant create on schema public to engagex_crossing;
    grant usage on schema public to engagex_app, engagex_bff, engagex_crossing`);
}

/** The names of all there are, in their order. */
export function knownMigrations(): readonly string[] {
  return sqlFiles().map(({ name }) => name);
}

async function grantQueueToApp(client: pg.Client): Promise<void> {
  await client.query(`
    grant usage, create on schema ${DEFAULT_SCHEMA} to engagex_app; -- it makes a sequence per queue, and owns those
    grant select, insert, update, delete on all tables in schema ${DEFAULT_SCHEMA} to engagex_app;
    grant execute on all functions in schema ${DEFAULT_SCHEMA} to engagex_app;
    do $$ declare sequence regclass; begin
      for sequence in select oid from pg_class where relkind = 'S' and relnamespace = '${DEFAULT_SCHEMA}'::regnamespace
        and relowner = current_user::regrole
      loop execute format('grant usage, select on sequence %s to engagex_app', sequence); end loop;
    end $$`);
}

if (import.meta.main) {
  await migrate({
    ownerUrl: required('MIGRATIONS_DATABASE_URL'),
    appPassword: required('APP_DATABASE_PASSWORD'),
    bffPassword: required('BFF_DATABASE_PASSWORD'),
    log: (line) => process.stderr.write(`${line}\n`),
  }).catch((error: unknown) => {
    process.stderr.write(`The database could not be brought up to date: ${explain(error)}\n`);
    process.exit(1);
  });
}

/** What PostgreSQL said, with what it added; a stack only for what it did not say. */
function explain(error: unknown): string {
  if (!(error instanceof Error)) return String(error);
  if (!('code' in error)) return error.stack ?? error.message;
  const detail = 'detail' in error && typeof error.detail === 'string' ? ` (${error.detail})` : '';
  return `${error.message}${detail}`;
}

function required(name: string): string {
  const value = process.env[name];
  if (!value) {
    process.stderr.write(`${name} is not set. See .env.example.\n`);
    process.exit(1);
  }
  return value;
}
