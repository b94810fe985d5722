import { spawnSync } from 'node:child_process';
import type { ChildProcess } from 'node:child_process';
import { readFileSync } from 'node:fs';
import { createInterface } from 'node:readline';
import { setTimeout as sleep } from 'node:timers/promises';

/** A pid alone is not a name: the system reuses it. A pid and the moment it started are. */
export interface ProcessIdentity {
  readonly pid: number;
  readonly startedAt: string;
}

export function identify(pid: number): ProcessIdentity | null {
  const startedAt = startTime(pid);
  return startedAt === null ? null : { pid, startedAt };
}

export function isStillRunning({ pid, startedAt }: ProcessIdentity): boolean {
  return startTime(pid) === startedAt;
}

/** The command line of a running process, or null when there is no such process. */
export function commandOf(pid: number): string | null {
  if (process.platform !== 'linux') return askPs(pid, 'command');
  const commandLine = readProc(pid, 'cmdline');
  return commandLine === null ? null : commandLine.replaceAll('\0', ' ').trim();
}

/** Asks with `signal`, waits for `graceMs`, then insists. Resolves once the process is gone. */
export async function stopProcess(identity: ProcessIdentity, signal: NodeJS.Signals, graceMs: number) {
  send(identity, signal);
  if (await isGoneWithin(identity, graceMs)) return;
  send(identity, 'SIGKILL');
  await isGoneWithin(identity, 5_000);
}

/** How a process ended, as the rest of a sentence that begins with its name. */
export function endOf(child: ChildProcess): Promise<string> {
  return new Promise((resolve) => {
    child.once('error', (error) => resolve(`could not be started: ${error.message}`));
    child.once('exit', (code, signal) => {
      const ending = signal ? `was killed by ${signal}` : code === 0 ? 'ended' : `ended with code ${code}`;
      // Its last words may still be in the pipe, which its own children can hold open for much longer.
      const tellAnyway = setTimeout(() => resolve(ending), 200);
      child.once('close', () => {
        clearTimeout(tellAnyway);
        resolve(ending);
      });
    });
  });
}

/** Whatever the child says on either stream, line by line. */
export function eachLine(child: ChildProcess, onLine: (line: string) => void) {
  for (const stream of [child.stdout, child.stderr]) {
    if (stream) createInterface({ input: stream }).on('line', onLine);
  }
}

function send(identity: ProcessIdentity, signal: NodeJS.Signals) {
  if (!isStillRunning(identity)) return;
  try {
    process.kill(identity.pid, signal);
  } catch (error) {
    if (!isNoSuchProcess(error)) throw error;
  }
}

async function isGoneWithin(identity: ProcessIdentity, milliseconds: number): Promise<boolean> {
  const deadline = Date.now() + milliseconds;
  while (isStillRunning(identity)) {
    if (Date.now() > deadline) return false;
    await sleep(25);
  }
  return true;
}

function startTime(pid: number): string | null {
  if (process.platform !== 'linux') {
    const started = askPs(pid, 'lstart');
    return started === null ? null : String(Date.parse(started));
  }
  const stat = readProc(pid, 'stat');
  if (stat === null) return null;
  // The second field is the name in brackets and may hold spaces; see proc_pid_stat(5) for the order of the rest.
  const fields = stat.slice(stat.lastIndexOf(')') + 2).split(' ');
  const isZombie = fields[0] === 'Z' || fields[0] === 'X';
  return isZombie ? null : (fields[19] ?? null);
}

function readProc(pid: number, file: string): string | null {
  try {
    return readFileSync(`/proc/${pid}/${file}`, 'utf8');
  } catch {
    return null;
  }
}

function askPs(pid: number, column: string): string | null {
  const { status, stdout } = spawnSync('ps', ['-p', String(pid), '-o', `${column}=`], { encoding: 'utf8' });
  return status === 0 && stdout.trim() !== '' ? stdout.trim() : null;
}

function isNoSuchProcess(error: unknown): boolean {
  return error instanceof Error && 'code' in error && error.code === 'ESRCH';
}
