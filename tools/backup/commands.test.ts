import { execFile } from 'node:child_process';
import { randomUUID } from 'node:crypto';
import { mkdtemp, readdir, rm } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterAll, beforeAll, expect, inject, test } from 'vitest';
import { createTestDatabase, type TestDatabase } from '../testing/database.ts';
import { asSuperuser, fill, passphrase, stateOf } from './testing/filled.ts';

const organizationId = randomUUID();
let folder: string;
let source: TestDatabase;
beforeAll(async () => {
  folder = await mkdtemp(join(tmpdir(), 'engagex-commands-'));
  source = await createTestDatabase();
  await fill(source, organizationId);
});
afterAll(async () => {
  await source.drop();
  await rm(folder, { recursive: true, force: true });
});

interface Ended {
  readonly code: number;
  readonly said: string;
}

/** Runs a command as npm does. */
function run(
  command: 'backup' | 'restore',
  args: readonly string[],
  database: TestDatabase,
  more: NodeJS.ProcessEnv = {},
) {
  const { appPassword, bffPassword } = inject('testPostgres');
  const env = {
    PATH: process.env['PATH'],
    MIGRATIONS_DATABASE_URL: database.tableOwnerUrl,
    APP_DATABASE_PASSWORD: appPassword,
    BFF_DATABASE_PASSWORD: bffPassword,
    ENCRYPTION_SECRET: 'encryption secret of the installation',
    TRACKING_SECRET: 'tracking secret of the installation',
    FILES_DIR: join(folder, 'files'),
    BACKUP_DIR: join(folder, 'place'),
    BACKUP_PASSPHRASE: passphrase,
    ...more,
  };
  const script = join(import.meta.dirname, `${command}.ts`);
  return new Promise<Ended>((resolve) => {
    execFile(process.execPath, ['--conditions=source', script, ...args], { env }, (error, stdout, stderr) =>
      resolve({ code: typeof error?.code === 'number' ? error.code : error ? -1 : 0, said: stdout + stderr }),
    );
  });
}

test('the commands back up, list and restore, and what people said in between is loaded with it', async () => {
  const made = await run('backup', [], source);
  expect(made).toMatchObject({ code: 0 });
  const [name = ''] = (await readdir(join(folder, 'place'))).filter((each) => each.endsWith('.backup'));
  expect(made.said).toContain(name);
  expect((await run('backup', ['--list'], source)).said).toBe(`${name}\n`);
  const then = await stateOf(source);
  await asSuperuser(source, async (client) => {
    await client.query(`select set_config('app.organization_id', $1, false)`, [organizationId]);
    await client.query(
      `update contacts set subscription = 'unsubscribed', unsubscribed_at = now() where organization_id = $1 and email_key = 'p40@example.com'`,
      [organizationId],
    );
  });
  // Another backup ships what was said before it, and stays out of the way here.
  await run('backup', ['--organization', organizationId], source);
  const target = await createTestDatabase();
  try {
    expect(await run('restore', ['latest'], target)).toMatchObject({ code: 0 });
    const { preference_log: _log, backups: _backups, preference_log_lines: _lines, ...rows } = await stateOf(target);
    const { sending_holds: _holds, restored_organizations: _restored, ...same } = rows;
    const { preference_log: _then, preference_log_lines: _lineThen, backups: _noted, ...before } = then;
    expect(same).toEqual(before);
    await asSuperuser(target, async (client) => {
      const { rows: pending } = await client.query(
        `select kind from preference_log where replay = 'pending' order by seq`,
      );
      expect(pending).toEqual([{ kind: 'suppressed' }, { kind: 'subscription' }]);
      const { rows: holds } = await client.query('select log, released_at from sending_holds');
      expect(holds).toEqual([{ log: 'loaded', released_at: null }]);
    });
    expect(await run('restore', ['latest'], target)).toMatchObject({
      code: 1,
      said: expect.stringContaining('--replace'),
    });
  } finally {
    await target.drop();
  }
}, 240_000);

test.for([
  ['backup', ['--frequently'], {}, 'frequently'],
  ['backup', [], { BACKUP_PASSPHRASE: 'short' }, 'at least 12 characters'],
  ['backup', [], { BACKUP_DIR: '' }, 'Where should backups be kept?'],
  ['backup', [], { BACKUP_DIR: '', BACKUP_S3_BUCKET: 'b' }, 'BACKUP_S3_ENDPOINT, BACKUP_S3_ACCESS_KEY_ID'],
  ['backup', [], { TRACKING_SECRET: '' }, 'TRACKING_SECRET is not set'],
  ['backup', ['--organization', 'Shop'], {}, 'is not the ID of an organization'],
  ['backup', ['--organization', randomUUID()], {}, 'There is no organization'],
  ['backup', ['--continuous'], { BACKUP_AT: '25:00' }, 'BACKUP_AT must be a time of day'],
  ['backup', ['--continuous'], { BACKUP_KEEP_DAILY: '-1' }, 'BACKUP_KEEP_DAILY must be a whole number'],
  ['restore', [], {}, 'Name one backup'],
  ['restore', ['no-such.backup'], {}, 'There is no file no-such.backup'],
  ['restore', ['package.json'], {}, 'This is not a backup of EngageX'],
  ['restore', ['--later', '--without-log', 'no'], {}, 'in a sentence'],
] as const)('%s %j with %j is refused in words', async ([command, args, env, words]) => {
  const { code, said } = await run(command, args, source, env);
  expect(said).toContain(words);
  expect(said).not.toMatch(/^ {4}at /m); // no stack
  expect(code).toBe(1);
});
