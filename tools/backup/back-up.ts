import type { Files } from '../../apps/api/src/ports/files.ts';
import { withClient } from '../stack/postgres/postgres.ts';
import { BackupError } from './backup-error.ts';
import { makeBackup } from './make-backup.ts';
import type { Installation } from './settings.ts';
import { markVerified, nameOf } from './stored-backups.ts';
import { verifyBackup } from './verify-backup.ts';

export interface Keeping {
  readonly installation: Installation;
  readonly place: Files;
  readonly passphrase: string;
  readonly log: (line: string) => void;
}

export interface Wanted {
  /** Null for the whole installation. */
  readonly organizationId: string | null;
  readonly verifies: boolean;
}

/** Makes one backup, stores it, and notes that in the installation. Answers its name. */
export async function backUp({ installation, place, passphrase, log }: Keeping, wanted: Wanted): Promise<string> {
  const startedAt = performance.now();
  let bytes = 0;
  const { head, sections } = await makeBackup(
    { ...installation, passphrase, organizationId: wanted.organizationId },
    async (file, { organization, takenAt }) => {
      bytes = await place.write(nameOf({ organization, takenAt }), file);
    },
  );
  const name = nameOf(head);
  const rows = sections.reduce((sum, each) => sum + each.rows, 0);
  const { rows: noted } = await withClient(installation.ownerUrl, (client) =>
    client.query<{ id: string }>(
      'insert into backups (name, of_organization, taken_at, bytes, "rows") values ($1, $2, $3, $4, $5) returning id',
      [name, wanted.organizationId, head.takenAt, bytes, rows],
    ),
  );
  const seconds = ((performance.now() - startedAt) / 1_000).toFixed(1);
  log(`${name}: ${rows.toLocaleString('en')} rows, ${(bytes / 1e6).toFixed(1)} MB, ${seconds} s`);
  if (wanted.verifies) await verify();
  return name;

  async function verify(): Promise<void> {
    if (wanted.organizationId)
      throw new BackupError('Only backups of the whole installation can be verified by restoring.');
    const verified = await verifyBackup({ ...installation, passphrase, log }, () => place.read(name));
    await markVerified(place, name, new Date());
    await withClient(installation.ownerUrl, (client) =>
      client.query('update backups set verified_at = now() where id = $1', [noted[0]?.id]),
    );
    log(`${name}: restored and compared, ${verified.tables} tables and ${verified.files} files are the same`);
  }
}
