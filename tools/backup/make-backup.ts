import type { Readable } from 'node:stream';
import type pg from 'pg';
import type { Files } from '../../apps/api/src/ports/files.ts';
import { NoSuchFile } from '../../apps/api/src/ports/files.ts';
import { type NewSection, writeArchive } from './archive/archive.ts';
import type { ArchiveHead, KeyFingerprints, SectionSummary } from './archive/manifest.ts';
import { BackupError } from './backup-error.ts';
import { appliedMigrations, monthlyPartitions } from './database/catalogue.ts';
import { sequenceSection, tableSections } from './database/read-tables.ts';
import { inSnapshot } from './database/snapshot.ts';
import { usersOf } from './organization/carried-users.ts';
import { rowsOf } from './organization/organization-tables.ts';

export interface BackupRequest {
  /** The owner of the tables. */
  readonly ownerUrl: string;
  /** Where uploads, images and exports are. */
  readonly files: Files;
  readonly passphrase: string;
  readonly keys: KeyFingerprints;
  /** Only this one; null for the whole installation. */
  readonly organizationId?: string | null;
}

/** What came of it. */
export interface Made {
  readonly head: ArchiveHead;
  readonly sections: readonly SectionSummary[];
}

/** Backs up the whole installation, or one organization: `store` gets the encrypted file, and what it resolves to is awaited. */
export async function makeBackup(
  { ownerUrl, files, passphrase, keys, organizationId = null }: BackupRequest,
  store: (file: Readable, head: ArchiveHead) => Promise<unknown>,
): Promise<Made> {
  return inSnapshot(ownerUrl, async (client) => {
    const head = await headOf(client, keys, organizationId);
    const sections: SectionSummary[] = [];
    await store(
      writeArchive(passphrase, head, everything(client, files, organizationId), (summary) => sections.push(summary)),
      head,
    );
    return { head, sections };
  });
}

async function headOf(client: pg.Client, keys: KeyFingerprints, organizationId: string | null): Promise<ArchiveHead> {
  const { rows } = await client.query<{ now: string }>(`select to_char(now(), 'YYYY-MM-DD"T"HH24:MI:SS.MS"Z"') as now`);
  return {
    format: 1,
    organization: organizationId === null ? null : await organizationOf(client, organizationId),
    takenAt: rows[0]?.now ?? '',
    migrations: await appliedMigrations(client),
    keys,
    partitions: organizationId === null ? await monthlyPartitions(client) : [],
    log: await positionOfLog(client),
    users: organizationId === null ? [] : await usersOf(client, organizationId),
  };
}

async function positionOfLog(client: pg.Client): Promise<ArchiveHead['log']> {
  const { rows: there } = await client.query<{ made: boolean }>(
    `select to_regclass('public.preference_log_lines') is not null as made`,
  );
  if (!there[0]?.made) return null;
  const { rows } = await client.query<{ line: string; segment: string }>(
    'select id as line, segment from preference_log_lines order by begun_at desc, id desc limit 1',
  );
  return rows[0] ? { line: rows[0].line, segment: Number(rows[0].segment) } : null;
}

const isId = /^[0-9a-f]{8}(-[0-9a-f]{4}){3}-[0-9a-f]{12}$/;

async function organizationOf(client: pg.Client, organizationId: string) {
  if (!isId.test(organizationId)) throw new BackupError(`“${organizationId}” is not the ID of an organization.`);
  const { rows } = await client.query<{ id: string; name: string }>(
    'select id, name from organizations where id = $1',
    [organizationId],
  );
  if (!rows[0]) throw new BackupError(`There is no organization ${organizationId}.`);
  return rows[0];
}

async function* everything(client: pg.Client, files: Files, organizationId: string | null): AsyncGenerator<NewSection> {
  if (organizationId !== null) yield* tableSections(client, rowsOf(organizationId));
  else {
    yield* tableSections(client);
    yield* sequenceSection(client);
  }
  yield* fileSections(files, organizationId ?? '');
}

const ofOrganization = /^[0-9a-f]{8}(-[0-9a-f]{4}){3}-[0-9a-f]{12}\//;

/** Files of organizations. The journals of this machine are beside them: they are about claims that the backup does not have. */
async function* fileSections(files: Files, folder: string): AsyncGenerator<NewSection> {
  for await (const key of files.list(folder)) {
    if (!ofOrganization.test(key)) continue;
    const content = await files.read(key).catch((error: unknown) => {
      if (error instanceof NoSuchFile) return null; // it was deleted just now
      throw error;
    });
    if (content) yield { head: { kind: 'file', key }, content };
  }
}
