/** The one folder that holds everything this installation keeps, and the lock that lets one launcher at a time use it. */
import { createHash } from 'node:crypto';
import { linkSync, mkdirSync, readdirSync, readFileSync, renameSync, rmSync, statSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { setTimeout as sleep } from 'node:timers/promises';
import { canReach, postgresUser } from './postgres/postgres-binaries.ts';
import { identify, isStillRunning } from './processes.ts';
import type { ProcessIdentity } from './processes.ts';
import { StackError } from './stack-error.ts';

const LOCK = 'launcher.lock';
/** All that we ever put there. Only these are deleted, and a folder with anything else in it is not taken for ours. */
const OURS = new Set([
  LOCK,
  'secrets.json',
  'stack.json',
  'postgres',
  'postgres.password',
  'postgres-binaries',
  'files',
  'inbox',
  'billing',
]);

export interface DataFolderChoice {
  readonly path: string;
  /** Why it is not the usual place; null when it is. */
  readonly remark: string | null;
}

/** `named` if there is one; else `usual`, or a place PostgreSQL's user can reach when the repository is out of its reach. */
export function chooseDataFolder(named: string | null, usual: string): DataFolderChoice {
  if (named !== null) return { path: named, remark: null };
  const parent = join(usual, '..');
  if (canReach(parent, postgresUser())) return { path: usual, remark: null };
  const path = `/var/tmp/engagex-${createHash('sha256').update(usual).digest('hex').slice(0, 8)}`;
  const remark =
    `PostgreSQL cannot run as root, and the user "postgres" cannot reach ${parent}: ` +
    `the data is kept in ${path} instead. Choose a place with --data DIR.`;
  return { path, remark };
}

export function openDataFolder(path: string) {
  // Others may pass through, as PostgreSQL's user must, but not look around.
  mkdirSync(path, { recursive: true, mode: 0o711 });
  const { uid } = statSync(path);
  if (process.getuid && uid !== process.getuid()) {
    throw new StackError(`${path} belongs to another user. Choose a folder of your own with --data DIR.`);
  }
  if (!looksLikeOurs(path)) {
    throw new StackError(`${path} holds files that are not EngageX's. Choose an empty folder with --data DIR.`);
  }
}

/** Deletes what the stack keeps, except the lock that its launcher holds. */
export function emptyDataFolder(path: string) {
  for (const name of readdirSync(path)) {
    if (OURS.has(name) && name !== LOCK) rmSync(join(path, name), { recursive: true, force: true });
  }
}

/** Refuses while another launcher uses the folder, after giving it a moment to stop; returns what gives it up again. */
export async function lockDataFolder(path: string, patienceMs = 3_000): Promise<() => void> {
  const lock = join(path, LOCK);
  const mine = `${lock}.${process.pid}`;
  const deadline = Date.now() + patienceMs;
  writeFileSync(mine, JSON.stringify(identify(process.pid)));
  try {
    // Linking fails when the name exists: of two launchers that start together, one gets it.
    while (!isLinked(mine, lock)) {
      const holder = removeIfAbandoned(lock);
      if (!holder) continue;
      if (Date.now() > deadline) throw inUse(holder);
      await sleep(100);
    }
  } finally {
    rmSync(mine, { force: true });
  }
  return () => rmSync(lock, { force: true });
}

function looksLikeOurs(path: string): boolean {
  const names = readdirSync(path);
  return names.includes('secrets.json') || names.every((name) => OURS.has(name) || name.startsWith(LOCK));
}

function isLinked(from: string, to: string): boolean {
  try {
    linkSync(from, to);
    return true;
  } catch (error) {
    if (error instanceof Error && 'code' in error && error.code === 'EEXIST') return false;
    throw error;
  }
}

/** Returns the launcher that holds the lock; null when nobody does any more. */
function removeIfAbandoned(lock: string): ProcessIdentity | null {
  const holder = runningHolder(lock);
  if (holder) return holder;
  const aside = `${lock}.${process.pid}.old`;
  try {
    renameSync(lock, aside);
  } catch {
    return null; // Another launcher was quicker; the next attempt at linking decides.
  }
  // Between the look and the move another launcher may have taken the lock: then it gets it back.
  const newHolder = runningHolder(aside);
  if (newHolder) renameSync(aside, lock);
  rmSync(aside, { force: true });
  return newHolder;
}

function runningHolder(lock: string): ProcessIdentity | null {
  const holder = readHolder(lock);
  return holder && isStillRunning(holder) ? holder : null;
}

function inUse({ pid }: ProcessIdentity): StackError {
  return new StackError(
    `EngageX is already running on this data folder (pid ${pid}). ` +
      'Stop it first, or start a second one beside it with "npm start -- --data OTHER_DIR".',
  );
}

function readHolder(lock: string): ProcessIdentity | null {
  try {
    // Written by lockDataFolder; anything else counts as nobody.
    const holder = JSON.parse(readFileSync(lock, 'utf8')) as Partial<ProcessIdentity>;
    return typeof holder.pid === 'number' && typeof holder.startedAt === 'string'
      ? { pid: holder.pid, startedAt: holder.startedAt }
      : null;
  } catch {
    return null;
  }
}
