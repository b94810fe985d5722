import { Readable } from 'node:stream';
import pg from 'pg';
import { knownMigrations, migrate, unfinishedRestore } from '../../migrations/migrate.ts';
import type { Files } from '../../apps/api/src/ports/files.ts';
import { readArchive } from './archive/archive.ts';
import type { ArchiveHead, KeyFingerprints, SectionSummary } from './archive/manifest.ts';
import { BackupError } from './backup-error.ts';
import { appliedMigrations } from './database/catalogue.ts';
import { emptyTables, loadTable, makePartitions, openForLoading, setSequences } from './database/load-tables.ts';
import { asText } from './database/snapshot.ts';

export interface RestoreRequest {
  readonly ownerUrl: string;
  readonly appPassword: string;
  readonly bffPassword: string;
  readonly files: Files;
  readonly passphrase: string;
  readonly keys: KeyFingerprints;
  /** Replaces what the installation holds. */
  readonly replaces: boolean;
  /** Goes on although secrets were sealed with another key: they have to be entered again. */
  readonly acceptsOtherKeys: boolean;
  /** Runs in the transaction that loads the rows, when all of them are there. */
  readonly finish?: (client: pg.Client, head: ArchiveHead) => Promise<void>;
  readonly log: (line: string) => void;
}

export interface Checked {
  readonly head: ArchiveHead;
  readonly sections: readonly SectionSummary[];
}

/** Reads a backup from beginning to end. Throws when anything of it is missing or was changed. */
export async function checkBackup(passphrase: string, open: () => Promise<Readable>): Promise<Checked> {
  const { head, sections } = await readArchive(passphrase, await open());
  const summaries: SectionSummary[] = [];
  for await (const { content, summary } of sections) {
    for await (const _piece of content); // nothing is done with it yet
    summaries.push(summary());
  }
  return { head, sections: summaries };
}

/** What a backup says of itself, without reading the rest of it. */
export async function readHead(passphrase: string, open: () => Promise<Readable>): Promise<ArchiveHead> {
  const file = await open();
  try {
    return (await readArchive(passphrase, file)).head;
  } finally {
    file.destroy();
  }
}

/** `open` is called twice: everything is checked before anything is changed. */
export async function restoreBackup(request: RestoreRequest, open: () => Promise<Readable>): Promise<Checked> {
  const { passphrase, ownerUrl, log } = request;
  log('checking the backup');
  const checked = await checkBackup(passphrase, open);
  const { head } = checked;
  if (head.organization)
    throw new BackupError(`This is a backup of the organization ${head.organization.name}: add --organization.`);
  assertKnown(head);
  assertKeys(head, request);
  const found = await inspect(ownerUrl);
  if (found.sessions > 0)
    throw new BackupError('The API, a worker or the BFF is connected to this database. Stop all of them first.');
  if (found.isUsed && !request.replaces)
    throw new BackupError('This installation holds data. To replace all of it with the backup, add --replace.');
  if (await isCurrent(found, head, request)) await load(request, head, checked, open);
  else await loadOlder(request, head, checked, open);
  return checked;
}

export function assertKnown({ migrations }: ArchiveHead): void {
  const known = new Set(knownMigrations());
  if (migrations.some((name) => !known.has(name)))
    throw new BackupError('This backup was made by a newer version of EngageX. Upgrade this installation first.');
}

function assertKeys({ keys }: ArchiveHead, request: Pick<RestoreRequest, 'keys' | 'acceptsOtherKeys'>): void {
  if (request.acceptsOtherKeys) return;
  const others = [
    ...(keys.encryption === request.keys.encryption ? [] : ['ENCRYPTION_SECRET']),
    ...(keys.tracking === request.keys.tracking ? [] : ['TRACKING_SECRET']),
  ];
  if (others.length > 0)
    throw new BackupError(
      `${others.join(' and ')} ${others.length > 1 ? 'are' : 'is'} not what the backup was made with. Set what was used then. ` +
        'Without it, links in sent mail stop working and stored passwords must be entered again: add --other-keys to accept that.',
    );
}

interface Found {
  readonly migrations: readonly string[];
  readonly isUsed: boolean;
  readonly isUnfinished: boolean;
  /** Of the application. */
  readonly sessions: number;
}

async function inspect(ownerUrl: string): Promise<Found> {
  return connected(ownerUrl, async (client) => {
    const migrations = await appliedMigrations(client);
    const { rows: left } = await client.query<{ left: boolean }>('select to_regclass($1) is not null as left', [
      `public.${unfinishedRestore}`,
    ]);
    const isUnfinished = left[0]?.left === true;
    const { rows: sessions } = await client.query<{ count: number }>(
      `select count(*)::int as count from pg_stat_activity
       where datname = current_database() and usename in ('engagex_app', 'engagex_bff')`,
    );
    if (isUnfinished || migrations.length === 0)
      return { migrations: [], isUsed: false, isUnfinished, sessions: sessions[0]?.count ?? 0 };
    await client.query('begin; set local role engagex_backup');
    const { rows: used } = await client.query<{ used: boolean }>(
      'select exists (select from organizations) or exists (select from users) as used',
    );
    await client.query('rollback');
    return { migrations, isUsed: used[0]?.used === true, isUnfinished, sessions: sessions[0]?.count ?? 0 };
  });
}

/** Whether the target has, or can be given, exactly the tables that the backup was made of. */
async function isCurrent(found: Found, head: ArchiveHead, request: RestoreRequest): Promise<boolean> {
  const known = knownMigrations();
  if (head.migrations.length !== known.length || found.isUnfinished) return false;
  if (found.migrations.length < known.length) {
    request.log('making the tables');
    await migrate({ ...request, log: () => {} });
  }
  return true;
}

/** In one transaction: until it commits, the installation is what it was. */
async function load(request: RestoreRequest, head: ArchiveHead, checked: Checked, open: () => Promise<Readable>) {
  await connected(request.ownerUrl, async (client) => {
    await client.query(`begin; ${asText}; set local maintenance_work_mem = '256MB'`);
    const close = await openForLoading(client, largeOf(checked));
    await emptyTables(client);
    await loadSections(client, request, head, open);
    request.log('checking references and making indexes');
    await close();
    await request.finish?.(client, head);
    await client.query('commit');
    await client.query('analyze');
  });
}

/** An older backup goes into tables as they were then, which are brought up to date afterwards. */
async function loadOlder(request: RestoreRequest, head: ArchiveHead, checked: Checked, open: () => Promise<Readable>) {
  const { ownerUrl, log } = request;
  log('the backup is of an older version: making its tables');
  await connected(ownerUrl, (client) =>
    client.query(`begin;
      drop schema if exists public, event_partitions, bullmq cascade; create schema public;
      create table ${unfinishedRestore} (begun_at timestamptz not null default now());
      comment on table ${unfinishedRestore} is 'A restore into this database did not finish. Run it again.';
      commit`),
  );
  await migrate({ ...request, only: new Set(head.migrations) });
  await connected(ownerUrl, async (client) => {
    await client.query(`begin; ${asText}; set local maintenance_work_mem = '256MB'`);
    const close = await openForLoading(client, largeOf(checked));
    await emptyTables(client);
    await loadSections(client, request, head, open);
    await close();
    await client.query('commit');
  });
  log('bringing it up to date');
  await migrate({ ...request, only: new Set(knownMigrations()) });
  await connected(ownerUrl, async (client) => {
    await client.query(`begin; ${asText}`);
    await request.finish?.(client, head);
    await client.query(`drop table ${unfinishedRestore}`);
    await client.query('commit');
  });
  await migrate({ ...request, log: () => {} });
  await connected(ownerUrl, (client) => client.query('analyze'));
}

async function loadSections(
  client: pg.Client,
  { passphrase, files, log }: RestoreRequest,
  { partitions }: ArchiveHead,
  open: () => Promise<Readable>,
): Promise<void> {
  await makePartitions(client, partitions);
  const { sections } = await readArchive(passphrase, await open());
  for await (const section of sections) {
    const { head, content } = section;
    if (head.kind === 'table') {
      const rows = await loadTable(client, section);
      if (rows >= 100_000) log(`${head.table}: ${rows.toLocaleString('en')} rows`);
      continue;
    }
    if (head.kind === 'file') {
      await files.write(head.key, Readable.from(content, { objectMode: false }));
      continue;
    }
    for await (const _nothing of content);
    await setSequences(client, head.values);
  }
}

const largeFrom = 20_000;

/** Names of tables whose indexes are made once all rows are there. */
function largeOf({ sections }: Checked): string[] {
  return sections.flatMap((each) => (each.kind === 'table' && each.rows >= largeFrom ? [each.table] : []));
}

async function connected<T>(url: string, work: (client: pg.Client) => Promise<T>): Promise<T> {
  const client = new pg.Client({ connectionString: url, connectionTimeoutMillis: 10_000 });
  client.on('error', () => {}); // it also fails the query that waits
  await client.connect();
  try {
    return await work(client);
  } finally {
    await client.end();
  }
}
