import { createReadStream, existsSync } from 'node:fs';
import { Readable } from 'node:stream';
import type { Files } from '../../apps/api/src/ports/files.ts';
import type { ArchiveHead } from './archive/manifest.ts';
import { BackupError } from './backup-error.ts';

/** A backup as its place lists it. */
export interface StoredBackup {
  readonly name: string;
  /** Null for the whole installation. */
  readonly organizationId: string | null;
  readonly takenAt: Date;
  /** Whether it was restored once, and every table was the same. */
  readonly isVerified: boolean;
}

const suffix = '.backup';
const verified = '.verified';
const named = /^(?:full|organization-([0-9a-f-]{36}))-(\d{4}-\d\d-\d\d)T(\d\d)(\d\d)(\d\d)Z\.backup$/;

export function nameOf({ organization, takenAt }: Pick<ArchiveHead, 'organization' | 'takenAt'>): string {
  const time = new Date(takenAt).toISOString().replaceAll(':', '').replace(/\.\d+/, '');
  return `${organization ? `organization-${organization.id}` : 'full'}-${time}${suffix}`;
}

/** Newest first. */
export async function listBackups(place: Files): Promise<readonly StoredBackup[]> {
  const names = new Set<string>();
  for await (const key of place.list('')) names.add(key);
  const backups: StoredBackup[] = [];
  for (const name of names) {
    const [, organizationId, day, hour, minute, second] = named.exec(name) ?? [];
    if (!day) continue;
    backups.push({
      name,
      organizationId: organizationId ?? null,
      takenAt: new Date(`${day}T${hour}:${minute}:${second}Z`),
      isVerified: names.has(`${name}${verified}`),
    });
  }
  return backups.toSorted((one, other) => other.takenAt.getTime() - one.takenAt.getTime());
}

/** Notes beside the backup that it can be restored. */
export async function markVerified(place: Files, name: string, at: Date): Promise<void> {
  await place.write(`${name}${verified}`, Readable.from([JSON.stringify({ verifiedAt: at.toISOString() })]));
}

export async function removeBackup(place: Files, name: string): Promise<void> {
  await place.remove(name);
  await place.remove(`${name}${verified}`);
}

/** Opens a file of this machine, or a backup by its name at the place where they are kept; `latest` is the newest of the installation. */
export async function openBackup(what: string, place: () => Files) {
  if (what !== 'latest' && existsSync(what)) return { name: what, open: async () => createReadStream(what) };
  const kept = place();
  const name = what === 'latest' ? await newest(kept) : what;
  return { name, open: () => kept.read(name) };
}

async function newest(place: Files): Promise<string> {
  const found = (await listBackups(place)).find(({ organizationId }) => organizationId === null);
  if (!found) throw new BackupError('There is no backup of the installation there.');
  return found.name;
}
