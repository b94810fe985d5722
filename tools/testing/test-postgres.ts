/**
 * One PostgreSQL for a whole test run, in a temporary folder, never waiting for the disk, with a migrated template
 * from which `database.ts` makes a database in a fraction of a second.
 */
import { randomBytes } from 'node:crypto';
import { mkdirSync, readdirSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { migrate } from '../../migrations/migrate.ts';
import { freePort } from '../stack/ports.ts';
import { canReach, postgresUser } from '../stack/postgres/postgres-binaries.ts';
import { startPostgres, stopServerOf, urlFor, withClient } from '../stack/postgres/postgres.ts';
import { identify, isStillRunning } from '../stack/processes.ts';
import { TABLE_OWNER, TEMPLATE } from './database.ts';
import type { TestPostgres } from './test-connection.ts';

export interface RunningTestPostgres {
  readonly connection: TestPostgres;
  /** Stops the server in order, or as a crash would, and starts it again at the same address, after what happens `meanwhile`. */
  restart(how: 'in order' | 'crash', meanwhile?: () => Promise<void>): Promise<void>;
  stop(): Promise<void>;
}

const FOLDER = /^engagex-test-(?<pid>\d+)-(?<startedAt>\d+)-\w+$/;
const NOTHING_TO_LOSE = {
  fsync: 'off',
  synchronous_commit: 'off',
  full_page_writes: 'off',
  wal_level: 'minimal',
  max_wal_senders: '0',
  autovacuum_naptime: '5min',
  max_connections: '400', // of an API and some workers for each file that is under way
};

/** `settings` are those of postgresql.conf. A server that is to crash needs `synchronous_commit`, or it forgets. */
export async function startTestPostgres(
  settings: Readonly<Record<string, string>> = {},
  temporary = temporaryFolder(),
): Promise<RunningTestPostgres> {
  await removeAbandoned(temporary);

  const folder = join(temporary, ownedName());
  mkdirSync(folder, { mode: 0o711 });
  const passwords = {
    ownerPassword: password(),
    tableOwnerPassword: password(),
    appPassword: password(),
    bffPassword: password(),
  };
  const port = await freePort();
  const start = () =>
    startPostgres({
      dataDir: join(folder, 'postgres'),
      port,
      ownerPassword: passwords.ownerPassword,
      settings: { ...NOTHING_TO_LOSE, ...settings },
      initdbFlags: ['--no-sync'],
      log: () => {},
    });
  let server = await start();
  const stop = async () => {
    await server.abandon();
    rmSync(folder, { recursive: true, force: true });
  };

  try {
    await withClient(server.ownerUrl('postgres'), async (client) => {
      await client.query(`CREATE ROLE ${TABLE_OWNER} LOGIN CREATEROLE PASSWORD '${passwords.tableOwnerPassword}'`);
      await client.query(`CREATE DATABASE ${TEMPLATE} OWNER ${TABLE_OWNER}`);
    });
    await migrate({ ...passwords, ownerUrl: urlFor(port, TABLE_OWNER, passwords.tableOwnerPassword, TEMPLATE) });
    const restart = async (how: 'in order' | 'crash', meanwhile = async () => {}) => {
      await (how === 'crash' ? server.abandon() : server.stop());
      await meanwhile();
      server = await start();
    };
    return { connection: { port, ...passwords }, restart, stop };
  } catch (error) {
    await stop();
    throw error;
  }
}

function temporaryFolder(): string {
  const user = postgresUser();
  return [tmpdir(), '/var/tmp', '/tmp'].find((folder) => canReach(folder, user)) ?? tmpdir();
}

/** The name says which process the folder belongs to, so that a later run can tell whether it was abandoned. */
function ownedName(): string {
  const owner = identify(process.pid);
  return `engagex-test-${process.pid}-${owner?.startedAt ?? 0}-${randomBytes(4).toString('hex')}`;
}

/** A test run that was killed leaves its server and folder behind. */
async function removeAbandoned(temporary: string) {
  for (const name of readdirSync(temporary)) {
    const { pid, startedAt } = FOLDER.exec(name)?.groups ?? {};
    if (pid === undefined || startedAt === undefined) continue;
    if (isStillRunning({ pid: Number(pid), startedAt })) continue;
    await stopServerOf(join(temporary, name, 'postgres'), 'SIGQUIT', () => {});
    rmSync(join(temporary, name), { recursive: true, force: true });
  }
}

function password(): string {
  return randomBytes(18).toString('base64url');
}
