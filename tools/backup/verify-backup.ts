import { mkdtemp, rm } from 'node:fs/promises';
import { randomBytes } from 'node:crypto';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import type { Readable } from 'node:stream';
import { checkLogs } from '../../migrations/audit-chain.ts';
import { knownMigrations } from '../../migrations/migrate.ts';
import { DiskFiles } from '../../apps/api/src/adapters/disk-files.ts';
import { freePort } from '../stack/ports.ts';
import { canReach, postgresUser } from '../stack/postgres/postgres-binaries.ts';
import { startPostgres, withClient } from '../stack/postgres/postgres.ts';
import type { KeyFingerprints, SectionSummary } from './archive/manifest.ts';
import { BackupError } from './backup-error.ts';
import { carriedTables } from './database/catalogue.ts';
import { checksumOf } from './database/read-tables.ts';
import { inSnapshot } from './database/snapshot.ts';
import { restoreBackup } from './restore-backup.ts';

export interface Verified {
  readonly tables: number;
  readonly rows: number;
  readonly files: number;
}

/** An empty database for a moment. */
export type Scratch = <T>(work: (ownerUrl: string) => Promise<T>) => Promise<T>;

interface VerifyRequest {
  readonly passphrase: string;
  readonly keys: KeyFingerprints;
  /** Where it is restored; a server of its own unless another place is given. */
  readonly scratch?: Scratch;
  readonly log: (line: string) => void;
}

/** Restores a backup into an empty database, and compares what each table holds there with what the backup says. */
export async function verifyBackup(request: VerifyRequest, open: () => Promise<Readable>): Promise<Verified> {
  const { scratch = serverOfItsOwn } = request;
  return scratch(async (ownerUrl) => {
    const folder = await mkdtemp(join(tmpdir(), 'engagex-verify-'));
    try {
      const target = { ownerUrl, appPassword: password(), bffPassword: password(), files: new DiskFiles(folder) };
      const { head, sections } = await restoreBackup(
        { ...request, ...target, replaces: false, acceptsOtherKeys: true },
        open,
      );
      const tables = sections.filter((each) => each.kind === 'table');
      if (head.migrations.length === knownMigrations().length) await compare(ownerUrl, tables);
      await assertLogsIntact(ownerUrl);
      return {
        tables: tables.length,
        rows: tables.reduce((sum, { rows }) => sum + rows, 0),
        files: sections.filter(({ kind }) => kind === 'file').length,
      };
    } finally {
      await rm(folder, { recursive: true, force: true });
    }
  });
}

type TableSummary = Extract<SectionSummary, { kind: 'table' }>;

async function compare(ownerUrl: string, expected: readonly TableSummary[]): Promise<void> {
  await inSnapshot(ownerUrl, async (client) => {
    const tables = new Map((await carriedTables(client)).map((table) => [table.name, table]));
    for (const { table: name, columns, rows, sha256 } of expected) {
      const table = tables.get(name);
      if (!table || table.columns.join() !== columns.join())
        throw new BackupError(`${name} is not there after restoring, or has other columns.`);
      const found = await checksumOf(client, table);
      if (found.rows !== rows || found.sha256 !== sha256)
        throw new BackupError(
          `${name} is not the same after restoring: ${found.rows} rows instead of ${rows}, or other content.`,
        );
    }
  });
}

async function assertLogsIntact(ownerUrl: string): Promise<void> {
  await withClient(ownerUrl, async (client) => {
    for await (const { organizationId, problem } of checkLogs(client))
      if (problem)
        throw new BackupError(`The audit log of the organization ${organizationId} is not intact: ${problem}.`);
  });
}

const password = () => randomBytes(18).toString('base64url');

/** PostgreSQL from npm, in a folder that is deleted afterwards. */
async function serverOfItsOwn<T>(work: (ownerUrl: string) => Promise<T>): Promise<T> {
  const user = postgresUser();
  const parent = [tmpdir(), '/var/tmp', '/tmp'].find((folder) => canReach(folder, user)) ?? tmpdir();
  const folder = join(parent, `engagex-verify-${password()}`);
  const server = await startPostgres({
    dataDir: folder,
    port: await freePort(),
    ownerPassword: password(),
    settings: {
      fsync: 'off',
      synchronous_commit: 'off',
      full_page_writes: 'off',
      wal_level: 'minimal',
      max_wal_senders: '0',
    },
    initdbFlags: ['--no-sync'],
    log: () => {},
  });
  try {
    await withClient(server.ownerUrl('postgres'), (client) => client.query('create database engagex'));
    return await work(server.ownerUrl('engagex'));
  } finally {
    await server.abandon();
    await rm(folder, { recursive: true, force: true });
    await rm(`${folder}-binaries`, { recursive: true, force: true });
  }
}
