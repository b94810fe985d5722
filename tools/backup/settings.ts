/** What backups need to know, from the environment or from the data folder of `npm start`. */
import { readFileSync } from 'node:fs';
import { join } from 'node:path';
import { fileURLToPath } from 'node:url';
import { DiskFiles } from '../../apps/api/src/adapters/disk-files.ts';
import { S3Files } from '../../apps/api/src/adapters/s3-files.ts';
import { SecretBox } from '../../apps/api/src/platform/secret-box.ts';
import type { Files } from '../../apps/api/src/ports/files.ts';
import { chooseDataFolder, lockDataFolder, openDataFolder } from '../stack/data-folder.ts';
import { freePort } from '../stack/ports.ts';
import { startPostgres, withClient } from '../stack/postgres/postgres.ts';
import { readSecrets } from '../stack/secrets.ts';
import { embeddedUrl } from '../stack/embedded-url.ts';
import type { KeyFingerprints } from './archive/manifest.ts';
import { BackupError } from './backup-error.ts';

type Env = Readonly<Record<string, string | undefined>>;

export interface Installation {
  readonly ownerUrl: string;
  readonly appPassword: string;
  readonly bffPassword: string;
  readonly encryptionSecret: string;
  readonly files: Files;
  readonly keys: KeyFingerprints;
}

const root = fileURLToPath(new URL('../..', import.meta.url));
const leastPassphrase = 12;

/** Tells secrets apart without telling them. */
export function fingerprintsOf(encryptionSecret: string, trackingSecret: string): KeyFingerprints {
  return { encryption: new SecretBox(encryptionSecret).keyId, tracking: new SecretBox(trackingSecret).keyId };
}

/**
 * Runs `work` with the installation that MIGRATIONS_DATABASE_URL names, or with that of a data folder, whose database is started
 * if it does not run.
 */
export async function withInstallation<T>(
  env: Env,
  dataDir: string | null,
  work: (installation: Installation) => Promise<T>,
): Promise<T> {
  const url = env['MIGRATIONS_DATABASE_URL'];
  if (url && dataDir === null) return work(installationOf(env, url));
  const { path } = chooseDataFolder(dataDir, join(root, '.engagex'));
  openDataFolder(path);
  const unlock = await lockDataFolder(path, 0).catch(() => null); // it runs
  if (!unlock) return work(embedded(path, embeddedUrl(dataDir)));
  try {
    const { ownerPassword } = readSecrets(path);
    const server = await startPostgres({
      dataDir: join(path, 'postgres'),
      port: await freePort(),
      ownerPassword,
      log: () => {},
    });
    try {
      await withClient(server.ownerUrl('postgres'), async (client) => {
        const { rowCount } = await client.query(`select from pg_database where datname = 'engagex'`);
        if (rowCount === 0) await client.query('create database engagex');
      });
      return await work(embedded(path, server.ownerUrl('engagex')));
    } finally {
      await server.stop();
    }
  } finally {
    unlock();
  }
}

function installationOf(env: Env, ownerUrl: string): Installation {
  const encryptionSecret = required(env, 'ENCRYPTION_SECRET');
  return {
    ownerUrl,
    appPassword: env['APP_DATABASE_PASSWORD'] ?? '',
    bffPassword: env['BFF_DATABASE_PASSWORD'] ?? '',
    encryptionSecret,
    files: s3Of(env, 'S3_') ?? new DiskFiles(required(env, 'FILES_DIR')),
    keys: fingerprintsOf(encryptionSecret, required(env, 'TRACKING_SECRET')),
  };
}

function embedded(path: string, ownerUrl: string): Installation {
  const { appPassword, bffPassword, encryptionSecret, trackingSecret } = readSecrets(path);
  const files = new DiskFiles(join(path, 'files'));
  return {
    ownerUrl,
    appPassword,
    bffPassword,
    encryptionSecret,
    files,
    keys: fingerprintsOf(encryptionSecret, trackingSecret),
  };
}

/** Where backups are kept: BACKUP_DIR, or a bucket by BACKUP_S3_*. */
export function backupPlace(env: Env): Files {
  const bucket = s3Of(env, 'BACKUP_S3_');
  if (bucket) return bucket;
  const folder = env['BACKUP_DIR'];
  if (!folder)
    throw new BackupError(
      'Where should backups be kept? Set BACKUP_DIR to a folder, or BACKUP_S3_ENDPOINT and the others to a bucket.',
    );
  return new DiskFiles(folder);
}

function s3Of(env: Env, prefix: 'S3_' | 'BACKUP_S3_'): S3Files | null {
  const names = ['ENDPOINT', 'BUCKET', 'ACCESS_KEY_ID', 'SECRET_ACCESS_KEY'] as const;
  const [endpoint, bucket, accessKeyId, secretAccessKey] = names.map((name) => env[`${prefix}${name}`] || undefined);
  const missing = names.filter((name) => !env[`${prefix}${name}`]);
  if (missing.length === names.length) return null;
  if (!endpoint || !bucket || !accessKeyId || !secretAccessKey)
    throw new BackupError(
      `Set ${missing.map((name) => `${prefix}${name}`).join(', ')} too: a bucket needs all of them.`,
    );
  return new S3Files({ endpoint, bucket, region: env[`${prefix}REGION`] || 'us-east-1', accessKeyId, secretAccessKey });
}

/** BACKUP_PASSPHRASE, or what the file says that BACKUP_PASSPHRASE_FILE names. */
export function passphraseOf(env: Env): string {
  const file = env['BACKUP_PASSPHRASE_FILE'];
  const passphrase = env['BACKUP_PASSPHRASE'] || (file ? readFileSync(file, 'utf8').trim() : '');
  if (passphrase.length < leastPassphrase)
    throw new BackupError(
      `Set BACKUP_PASSPHRASE (or BACKUP_PASSPHRASE_FILE) to at least ${leastPassphrase} characters, and keep it away from the backups: nobody can read them without it.`,
    );
  return passphrase;
}

function required(env: Env, name: string): string {
  const value = env[name];
  if (!value) throw new BackupError(`${name} is not set. See .env.example.`);
  return value;
}
