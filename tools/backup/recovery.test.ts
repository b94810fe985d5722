import { randomBytes } from 'node:crypto';
import { appendFile, chmod, chown, cp, mkdir, mkdtemp, readdir, rm, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import type pg from 'pg';
import { afterAll, beforeAll, expect, test } from 'vitest';
import { freePort } from '../stack/ports.ts';
import { canReach, postgresUser } from '../stack/postgres/postgres-binaries.ts';
import { type RunningPostgres, startPostgres, withClient } from '../stack/postgres/postgres.ts';

const user = postgresUser();
const ownerPassword = randomBytes(18).toString('base64url');
let folder: string;
beforeAll(async () => {
  const parent = [tmpdir(), '/var/tmp', '/tmp'].find((each) => canReach(each, user)) ?? tmpdir();
  folder = await mkdtemp(join(parent, 'engagex-recovery-'));
  await giveToPostgres(folder);
  await mkdir(join(folder, 'archive'));
  await giveToPostgres(join(folder, 'archive'));
});
afterAll(() => rm(folder, { recursive: true, force: true }));

async function giveToPostgres(path: string): Promise<void> {
  if (user.uid !== undefined && user.gid !== undefined) await chown(path, user.uid, user.gid);
}

function start(name: string, settings: Record<string, string>): Promise<RunningPostgres> {
  const dataDir = join(folder, name);
  const port = freePort();
  return port.then((free) =>
    startPostgres({
      dataDir,
      port: free,
      ownerPassword,
      settings: { fsync: 'off', ...settings },
      initdbFlags: ['--no-sync'],
      log: () => {},
    }),
  );
}

/** As docs/backup.md says it, where there is no pg_basebackup. */
async function baseBackup(server: RunningPostgres, to: string): Promise<void> {
  await withClient(server.ownerUrl('postgres'), async (client) => {
    await client.query(`select pg_backup_start('base', true)`);
    await cp(join(folder, 'first'), to, {
      recursive: true,
      preserveTimestamps: true,
      filter: (path) => !/(postmaster\.(pid|opts)|pg_wal\/.+)$/.test(path),
    });
    const { rows } = await client.query<{ labelfile: string }>('select labelfile from pg_backup_stop()');
    await writeFile(join(to, 'backup_label'), rows[0]?.labelfile ?? '');
  });
}

async function giveAllToPostgres(path: string): Promise<void> {
  for (const entry of await readdir(path, { recursive: true })) await giveToPostgres(join(path, entry));
  await giveToPostgres(path);
  await chmod(path, 0o700);
}

test('the database is recovered as it was at a moment between two backups', async () => {
  const archive = join(folder, 'archive');
  const archiving = {
    wal_level: 'replica',
    archive_mode: 'on',
    archive_command: `test ! -f ${archive}/%f && cp %p ${archive}/%f`,
  };
  const first = await start('first', archiving);
  let moment = '';
  try {
    await withClient(first.ownerUrl('postgres'), (client) =>
      client.query(`create table things (said text); insert into things values ('before the base backup')`),
    );
    await baseBackup(first, join(folder, 'second'));
    await withClient(first.ownerUrl('postgres'), async (client) => {
      await client.query(`insert into things values ('after it')`);
      moment = (await client.query<{ now: string }>(`select clock_timestamp()::text as now`)).rows[0]?.now ?? '';
      await client.query(`select pg_sleep(0.01)`);
      await client.query(`delete from things`);
      await client.query(`select pg_switch_wal()`);
    });
    await archived(first);
  } finally {
    await first.stop();
  }
  const second = join(folder, 'second');
  await appendFile(
    join(second, 'postgresql.auto.conf'),
    `restore_command = 'cp ${archive}/%f %p'\nrecovery_target_time = '${moment}'\nrecovery_target_action = 'promote'\n`,
  );
  await writeFile(join(second, 'recovery.signal'), '');
  await giveAllToPostgres(second);
  const recovered = await start('second', {});
  try {
    await expect.poll(() => isPromoted(recovered)).toBe(true);
    await withClient(recovered.ownerUrl('postgres'), async (client) => {
      const { rows } = await client.query('select said from things order by said');
      expect(rows).toEqual([{ said: 'after it' }, { said: 'before the base backup' }]);
    });
  } finally {
    await recovered.abandon();
  }
});

async function archived(server: RunningPostgres): Promise<void> {
  const waiting = () =>
    withClient(server.ownerUrl('postgres'), async (client: pg.Client) => {
      const { rows } = await client.query<{ done: boolean }>(
        `select last_archived_wal is not null and last_archived_wal >= pg_walfile_name(pg_current_wal_lsn() - 1) as done from pg_stat_archiver`,
      );
      return rows[0]?.done === true;
    });
  await expect.poll(waiting).toBe(true);
}

function isPromoted(server: RunningPostgres): Promise<boolean> {
  return withClient(server.ownerUrl('postgres'), async (client) => {
    const { rows } = await client.query<{ recovering: boolean }>('select pg_is_in_recovery() as recovering');
    return rows[0]?.recovering === false;
  });
}
