/** `npm run restore`: puts a backup back, and holds all mail until what people said since is known. */
import { parseArgs } from 'node:util';
import { DiskFiles } from '../../apps/api/src/adapters/disk-files.ts';
import { type Files, NoSuchFile } from '../../apps/api/src/ports/files.ts';
import { StackError } from '../stack/stack-error.ts';
import { withClient } from '../stack/postgres/postgres.ts';
import type { ArchiveHead } from './archive/manifest.ts';
import { BackupError } from './backup-error.ts';
import { answerHold, holdSending, type LaterPreferences } from './log/hold-sending.ts';
import { readLog } from './log/read-log.ts';
import { readHead, restoreBackup } from './restore-backup.ts';
import { restoreOrganization } from './organization/restore-organization.ts';
import { backupPlace, passphraseOf, withInstallation } from './settings.ts';
import { openBackup } from './stored-backups.ts';

const HELP = `Restores a backup of EngageX. Stop the API, workers and BFF first, unless it is one organization.

  npm run restore -- BACKUP [options]       a file, the name of a backup (npm run backup -- --list), or "latest"
  npm run restore -- --later [options]      only load what people said since a restore, or say that there is nothing

  --replace            replace what the installation (or the organization) holds
  --organization       the backup is of one organization, and the installation holds others
  --without-log WORDS  there is no log of preferences since the backup: why, in words that are kept
  --other-keys         accept that ENCRYPTION_SECRET or TRACKING_SECRET is another one than then
  --from DIR           where backups and the log of preferences are kept (default BACKUP_DIR, or the bucket of BACKUP_S3_*)
  --data DIR           the data folder of "npm start" (default .engagex)
  --help               show this

Nothing is sent until a worker has replayed the log of preferences. Exits with 1 when it fails.
`;

try {
  const { values, positionals } = parseArgs({
    options: {
      replace: { type: 'boolean', default: false },
      organization: { type: 'boolean', default: false },
      later: { type: 'boolean', default: false },
      'without-log': { type: 'string' },
      'other-keys': { type: 'boolean', default: false },
      from: { type: 'string' },
      data: { type: 'string' },
      help: { type: 'boolean', short: 'h' },
    },
    allowPositionals: true,
  });
  const place = () => (values.from ? new DiskFiles(values.from) : backupPlace(process.env));
  if (values.help) process.stdout.write(HELP);
  else if (values.later) await loadLater(place, values['without-log'], values.data);
  else await restore(positionals, values, place);
} catch (error) {
  const isPlain =
    error instanceof BackupError || error instanceof NoSuchFile || error instanceof StackError || isWrongOption(error);
  process.stderr.write(`${error instanceof Error ? (isPlain ? error.message : error.stack) : String(error)}\n`);
  process.exitCode = 1;
}

interface Options {
  readonly replace: boolean;
  readonly organization: boolean;
  readonly 'without-log'?: string;
  readonly 'other-keys': boolean;
  readonly data?: string;
}

async function restore([what, ...rest]: readonly string[], options: Options, place: () => Files): Promise<void> {
  if (!what || rest.length > 0)
    throw new BackupError('Name one backup: a file, the name of one that is kept, or latest.');
  const passphrase = passphraseOf(process.env);
  const { name, open } = await openBackup(what, place);
  const head = await readHead(passphrase, open);
  const later = await laterPreferences(place, passphrase, head, options['without-log']);
  await withInstallation(process.env, options.data ?? null, async (installation) => {
    const request = {
      ...installation,
      passphrase,
      log,
      replaces: options.replace,
      acceptsOtherKeys: options['other-keys'],
    };
    if (options.organization) {
      const restored = await restoreOrganization(
        { ...request, backup: name, later, formerEncryptionSecret: process.env['FORMER_ENCRYPTION_SECRET'] },
        open,
      );
      for (const note of restored.notes) log(note);
      log(wordsFor(restored.later));
    } else {
      const finish: NonNullable<Parameters<typeof restoreBackup>[0]['finish']> = (client, { takenAt }) =>
        holdSending(client, { backup: name, takenAt, organizationId: null, later });
      await restoreBackup({ ...request, finish }, open);
      log(wordsFor(later));
    }
  });
  log(`${name} of ${head.takenAt} is restored`);
}

/** For a database that was recovered by other means, or a restore that had no log at hand. */
async function loadLater(place: () => Files, without: string | undefined, data: string | undefined): Promise<void> {
  const passphrase = passphraseOf(process.env);
  const later = await laterPreferences(place, passphrase, null, without);
  if (later.kind === 'awaited') throw new BackupError('There is no log of preferences there.');
  await withInstallation(process.env, data ?? null, ({ ownerUrl }) =>
    withClient(ownerUrl, async (client) => {
      await client.query('begin');
      if (!(await answerHold(client, null, later))) {
        const takenAt = new Date().toISOString();
        await holdSending(client, { backup: 'recovered otherwise', takenAt, organizationId: null, later });
      }
      await client.query('commit');
    }),
  );
  log(wordsFor(later));
}

async function laterPreferences(
  place: () => Files,
  passphrase: string,
  head: ArchiveHead | null,
  without: string | undefined,
): Promise<LaterPreferences> {
  if (without !== undefined) {
    if (without.trim().length < 10) throw new BackupError('Say with --without-log why there is no log, in a sentence.');
    return { kind: 'declared_missing', statement: without.trim() };
  }
  const log = await readLog(place(), passphrase, head?.log ?? null);
  return log.until === null ? { kind: 'awaited' } : { kind: 'loaded', log };
}

function wordsFor(later: LaterPreferences): string {
  if (later.kind === 'loaded')
    return `mail is held until a worker has replayed what people said since${later.log.until ? `, up to ${later.log.until}` : ''}`;
  if (later.kind === 'declared_missing') return 'mail is held until a worker has settled every organization';
  return 'there is no log of preferences: mail is held until it is loaded, or you say why there is none (npm run restore -- --later)';
}

function log(line: string): void {
  process.stderr.write(`${new Date().toISOString()} ${line}\n`);
}

function isWrongOption(error: unknown): boolean {
  return error instanceof Error && 'code' in error && String(error.code).startsWith('ERR_PARSE_ARGS');
}
