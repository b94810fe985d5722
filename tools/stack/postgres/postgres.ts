/** PostgreSQL as a child process: made once with initdb, reachable on 127.0.0.1 only, stopped with a fast shutdown. */
import { spawn } from 'node:child_process';
import type { ChildProcess } from 'node:child_process';
import { chownSync, existsSync, mkdirSync, readFileSync, rmSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { setTimeout as sleep } from 'node:timers/promises';
import pg from 'pg';
import { canReach, findBinaries, postgresUser } from './postgres-binaries.ts';
import type { PostgresBinaries, PostgresUser } from './postgres-binaries.ts';
import { commandOf, eachLine, endOf, identify, stopProcess } from '../processes.ts';
import { StackError } from '../stack-error.ts';

export const OWNER = 'postgres';

/** What PostgreSQL says at every start and stop. */
const ORDINARY =
  /^LOG: {2}(starting PostgreSQL|listening on|database system (was shut down|is ready|is shut down)|received (fast|immediate) shutdown|aborting any active|background worker .* exited with exit code|shutting down)/;

export interface PostgresOptions {
  /** Its parent must exist; the folder itself is created on the first start. */
  readonly dataDir: string;
  readonly port: number;
  readonly ownerPassword: string;
  readonly settings?: Readonly<Record<string, string>>;
  readonly initdbFlags?: readonly string[];
  readonly log: (line: string) => void;
}

export interface RunningPostgres {
  readonly pid: number;
  /** Resolves with a sentence such as "was killed by SIGKILL" when the server ends, for whatever reason. */
  readonly exited: Promise<string>;
  ownerUrl(database: string): string;
  /** A fast shutdown: sessions are ended, everything is written. */
  stop(): Promise<void>;
  /** An immediate shutdown, for data that is about to be deleted. */
  abandon(): Promise<void>;
}

export async function startPostgres(options: PostgresOptions): Promise<RunningPostgres> {
  const user = postgresUser();
  const binaries = await findBinaries(user, `${options.dataDir}-binaries`);
  await createCluster(options, binaries, user);

  const deadline = Date.now() + 30_000;
  for (;;) {
    const server = spawnServer(options, binaries, user);
    if (await isAnswering(server, deadline)) return server.running;
    // A killed server's sessions take a moment to notice, and hold its memory until then.
    const isWaitingForSessions = server.output().includes('shared memory block');
    if (!isWaitingForSessions || Date.now() > deadline) throw didNotStart(options, server.output());
    await sleep(250);
  }
}

/**
 * Ends a server that outlived its launcher. Only a process that really serves this folder is stopped; a stranger that
 * has its number by now is left alone, and the file that names it removed, as PostgreSQL would refuse to start over it.
 */
export async function stopServerOf(dataDir: string, signal: 'SIGINT' | 'SIGQUIT', log: (line: string) => void) {
  const pidFile = join(dataDir, 'postmaster.pid');
  if (!existsSync(pidFile)) return;
  const pid = Number(readFileSync(pidFile, 'utf8').split('\n')[0]);
  const leftOver = identify(pid);
  // With no such process PostgreSQL removes the file itself, after checking that no session of the old server lives on.
  if (!leftOver) return;
  if (!commandOf(pid)?.includes(dataDir)) {
    rmSync(pidFile);
    return;
  }
  log(`PostgreSQL from an earlier start is still running (pid ${pid}); stopping it`);
  await stopProcess(leftOver, signal, 20_000);
}

export function urlFor(port: number, user: string, password: string, database: string): string {
  return `postgresql://${user}:${encodeURIComponent(password)}@127.0.0.1:${port}/${database}`;
}

export async function withClient<T>(url: string, work: (client: pg.Client) => Promise<T>): Promise<T> {
  const client = new pg.Client({ connectionString: url, connectionTimeoutMillis: 10_000 });
  // A lost connection also fails the query that was waiting on it; without a listener it would end this process.
  client.on('error', () => {});
  await client.connect();
  try {
    return await work(client);
  } finally {
    await client.end();
  }
}

async function createCluster(options: PostgresOptions, binaries: PostgresBinaries, user: PostgresUser) {
  const { dataDir, ownerPassword, initdbFlags = [], log } = options;
  if (existsSync(join(dataDir, 'PG_VERSION'))) return;
  // What an interrupted initdb left behind is of no use, and initdb insists on an empty folder.
  rmSync(dataDir, { recursive: true, force: true });
  makeOwnFolder(dataDir, user);
  if (!canReach(dataDir, user)) throw unreachable(dataDir);

  const passwordFile = `${dataDir}.password`;
  writeFileSync(passwordFile, ownerPassword, { mode: 0o600 });
  giveTo(user, passwordFile);
  try {
    const args = [`--pgdata=${dataDir}`, `--username=${OWNER}`, `--pwfile=${passwordFile}`, '--auth=scram-sha-256'];
    // The built-in C.UTF-8 sorts and compares the same on every machine, whatever locales it has.
    const locale = ['--encoding=UTF8', '--locale-provider=builtin', '--builtin-locale=C.UTF-8', '--locale=C'];
    const initdb = spawn(binaries.initdb, [...args, ...locale, ...initdbFlags], {
      ...user,
      cwd: '/',
      stdio: ['ignore', 'pipe', 'pipe'],
    });
    const output = collect(initdb, () => {});
    const ending = await endOf(initdb);
    if (ending !== 'ended') throw new StackError(`initdb ${ending}:\n${output()}`);
  } finally {
    rmSync(passwordFile, { force: true });
  }
  log('created a new database cluster');
}

function makeOwnFolder(folder: string, user: PostgresUser) {
  mkdirSync(folder, { mode: 0o700 });
  giveTo(user, folder);
}

function giveTo({ uid, gid }: PostgresUser, path: string) {
  if (uid !== undefined && gid !== undefined) chownSync(path, uid, gid);
}

function spawnServer(options: PostgresOptions, { postgres }: PostgresBinaries, user: PostgresUser) {
  const settings = {
    port: String(options.port),
    listen_addresses: '127.0.0.1',
    unix_socket_directories: '',
    max_connections: '200',
    log_checkpoints: 'off',
    log_line_prefix: '',
    ...options.settings,
  };
  const flags = Object.entries(settings).flatMap(([name, value]) => ['-c', `${name}=${value}`]);
  // Its own process group: Ctrl-C must reach the launcher alone, so that the database can be stopped last.
  const child = spawn(postgres, ['-D', options.dataDir, ...flags], {
    ...user,
    cwd: '/',
    detached: true,
    stdio: ['ignore', 'pipe', 'pipe'],
  });
  const output = collect(child, options.log);
  const exited = endOf(child);
  const pid = child.pid ?? 0;
  const identity = identify(pid);
  const stopWith = async (signal: NodeJS.Signals) => {
    if (identity) await stopProcess(identity, signal, 30_000);
    await exited;
  };
  const running: RunningPostgres = {
    pid,
    exited,
    ownerUrl: (database) => urlFor(options.port, OWNER, options.ownerPassword, database),
    stop: () => stopWith('SIGINT'),
    abandon: () => stopWith('SIGQUIT'),
  };
  return { running, output };
}

async function isAnswering(server: ReturnType<typeof spawnServer>, deadline: number): Promise<boolean> {
  let hasExited = false;
  void server.running.exited.then(() => (hasExited = true));
  while (!server.output().includes('ready to accept connections')) {
    if (hasExited) return false;
    if (Date.now() > deadline) {
      await server.running.stop();
      return false;
    }
    await sleep(20);
  }
  await signIn(server.running);
  return true;
}

async function signIn(server: RunningPostgres) {
  try {
    await withClient(server.ownerUrl('postgres'), (client) => client.query('SELECT 1'));
  } catch (error) {
    await server.stop();
    if (!isWrongPassword(error)) throw error;
    throw new StackError(
      'PostgreSQL does not take the kept password: secrets.json and the database folder do not belong together.',
    );
  }
}

function isWrongPassword(error: unknown): boolean {
  return error instanceof pg.DatabaseError && error.code === '28P01';
}

/** Passes on what is out of the ordinary, and keeps the latest lines for an error message. */
function collect(child: ChildProcess, log: (line: string) => void): () => string {
  const kept: string[] = [];
  eachLine(child, (line) => {
    kept.push(line);
    if (kept.length > 50) kept.shift();
    if (!ORDINARY.test(line)) log(line);
  });
  return () => kept.join('\n');
}

function didNotStart({ dataDir }: PostgresOptions, output: string): StackError {
  return new StackError(
    `PostgreSQL did not start from ${dataDir}. It said:\n${output}\n` +
      'If the data may go, "npm start -- --fresh" begins again with an empty database.',
  );
}

function unreachable(dataDir: string): StackError {
  return new StackError(
    `PostgreSQL cannot run as root, and the user "postgres" it runs as instead cannot reach ${dataDir}. ` +
      'Choose a folder it can reach ("npm start -- --data /var/lib/engagex"), or start EngageX as an ordinary user.',
  );
}
