/** `npm run backup`: makes, lists and verifies backups, and keeps the log of preferences outside of the database. */
import { parseArgs } from 'node:util';
import { DiskFiles } from '../../apps/api/src/adapters/disk-files.ts';
import type { Files } from '../../apps/api/src/ports/files.ts';
import { StackError } from '../stack/stack-error.ts';
import { BackupError } from './backup-error.ts';
import { backUp } from './back-up.ts';
import { keepBackups } from './keep-backups.ts';
import { shipLog } from './log/ship-log.ts';
import { backupPlace, passphraseOf, withInstallation } from './settings.ts';
import { listBackups } from './stored-backups.ts';

const HELP = `Backs up EngageX: the database and its files, encrypted with BACKUP_PASSPHRASE.

  npm run backup [-- options]

  --verify           restore it into a database of its own afterwards, and compare every table
  --organization ID  only this organization
  --continuous       go on: a backup every day, what people say about getting mail every few seconds, and retention
  --list             show which backups there are
  --to DIR           keep it in this folder (default BACKUP_DIR, or the bucket of BACKUP_S3_*)
  --data DIR         the data folder of "npm start" (default .engagex)
  --help             show this

With MIGRATIONS_DATABASE_URL it backs up that database; docs/backup.md lists the settings. Exits with 1 when it fails.
`;

try {
  const { values } = parseArgs({
    options: {
      verify: { type: 'boolean', default: false },
      organization: { type: 'string' },
      continuous: { type: 'boolean', default: false },
      list: { type: 'boolean', default: false },
      to: { type: 'string' },
      data: { type: 'string' },
      help: { type: 'boolean', short: 'h' },
    },
  });
  const place = () => (values.to ? new DiskFiles(values.to) : backupPlace(process.env));
  if (values.help) process.stdout.write(HELP);
  else if (values.list) await list(place());
  else await run(values, place());
} catch (error) {
  const isPlain = error instanceof BackupError || error instanceof StackError || isWrongOption(error);
  process.stderr.write(`${error instanceof Error ? (isPlain ? error.message : error.stack) : String(error)}\n`);
  process.exitCode = 1;
}

interface Options {
  readonly verify: boolean;
  readonly organization?: string;
  readonly continuous: boolean;
  readonly data?: string;
}

async function run({ verify, organization, continuous, data }: Options, place: Files): Promise<void> {
  const passphrase = passphraseOf(process.env);
  await place.check();
  await withInstallation(process.env, data ?? null, async (installation) => {
    const request = { installation, place, passphrase, log };
    if (continuous) return keepBackups(request, process.env);
    // What was said so far is outside before the backup is, so that the backup says where the log goes on.
    await shipLog({ ...request, ownerUrl: installation.ownerUrl }).catch((error: unknown) =>
      log(error instanceof BackupError ? error.message : String(error)),
    );
    await backUp(request, { organizationId: organization ?? null, verifies: verify });
  });
}

async function list(place: Files): Promise<void> {
  for (const { name, isVerified } of await listBackups(place))
    process.stdout.write(`${name}${isVerified ? '  verified' : ''}\n`);
}

function log(line: string): void {
  process.stderr.write(`${new Date().toISOString()} ${line}\n`);
}

function isWrongOption(error: unknown): boolean {
  return error instanceof Error && 'code' in error && String(error.code).startsWith('ERR_PARSE_ARGS');
}
