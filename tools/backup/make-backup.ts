import type { Readable } from 'node:stream';
import type pg from 'pg';
import type { Files } from '../../apps/api/src/ports/files.ts';
import { NoSuchFile } from '../../apps/api/src/ports/files.ts';
import { type NewSection, writeArchive } from './archive/archive.ts';
import type { ArchiveHead, KeyFingerprints, SectionSummary } from './archive/manifest.ts';
import { appliedMigrations, monthlyPartitions } from './database/catalogue.ts';
import { sequenceSection, tableSections } from './database/read-tables.ts';
import { inSnapshot } from './database/snapshot.ts';

export interface BackupRequest {
  /** The owner of the tables. */
  readonly ownerUrl: string;
  /** Where uploads, images and exports are. */
  readonly files: Files;
  readonly passphrase: string;
  readonly keys: KeyFingerprints;
}

/** What came of it. */
export interface Made {
  readonly head: ArchiveHead;
  readonly sections: readonly SectionSummary[];
}

/** Backs up the whole installation: `store` gets the encrypted file, and what it resolves to is awaited. */
export async function makeBackup(
  { ownerUrl, files, passphrase, keys }: BackupRequest,
  store: (file: Readable, head: ArchiveHead) => Promise<unknown>,
): Promise<Made> {
  return inSnapshot(ownerUrl, async (client) => {
    const head = await headOf(client, keys);
    const sections: SectionSummary[] = [];
    await store(
      writeArchive(passphrase, head, everything(client, files), (summary) => sections.push(summary)),
      head,
    );
    return { head, sections };
  });
}

async function headOf(client: pg.Client, keys: KeyFingerprints): Promise<ArchiveHead> {
  const { rows } = await client.query<{ now: string }>(`select to_char(now(), 'YYYY-MM-DD"T"HH24:MI:SS.MS"Z"') as now`);
  return {
    format: 1,
    organization: null,
    takenAt: rows[0]?.now ?? '',
    migrations: await appliedMigrations(client),
    keys,
    partitions: await monthlyPartitions(client),
    log: null,
    users: [],
  };
}

async function* everything(client: pg.Client, files: Files): AsyncGenerator<NewSection> {
  yield* tableSections(client);
  yield* sequenceSection(client);
  yield* fileSections(files, '');
}

const ofOrganization = /^[0-9a-f]{8}(-[0-9a-f]{4}){3}-[0-9a-f]{12}\//;

/** Files of organizations. The journals of this machine are beside them: they are about claims that the backup does not have. */
export async function* fileSections(files: Files, folder: string): AsyncGenerator<NewSection> {
  for await (const key of files.list(folder)) {
    if (!ofOrganization.test(key)) continue;
    const content = await files.read(key).catch((error: unknown) => {
      if (error instanceof NoSuchFile) return null; // it was deleted just now
      throw error;
    });
    if (content) yield { head: { kind: 'file', key }, content };
  }
}
