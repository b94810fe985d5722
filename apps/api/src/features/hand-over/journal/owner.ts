import { execFileSync } from 'node:child_process';
import { readFileSync, readlinkSync } from 'node:fs';
import { hostname } from 'node:os';

/** A process, so that others can tell whether it is still there. Empty is what this system does not tell. */
export interface Owner {
  readonly host: string;
  /** Another one for each start of the machine. */
  readonly boot: string;
  /** Where its number means that process; containers have their own. */
  readonly namespace: string;
  readonly pid: number;
  /** When it began: numbers are used again. */
  readonly started: string;
}

export const thisProcess: Owner = {
  host: hostname(),
  boot: bootOf(),
  namespace: textOf(() => readlinkSync('/proc/self/ns/pid')),
  pid: process.pid,
  started: startOf(process.pid),
};

/** Whether a process has certainly ended; not when only its own machine or container could tell. */
export function hasEnded({ host, boot, namespace, pid, started }: Owner): boolean {
  if (host !== thisProcess.host || boot !== thisProcess.boot || namespace !== thisProcess.namespace) return false;
  try {
    process.kill(pid, 0);
  } catch (error) {
    return error instanceof Error && 'code' in error && error.code === 'ESRCH';
  }
  return startOf(pid) !== started;
}

/** Whether the machine has run without a break since: then it has lost nothing that a process wrote to a file. */
export function isSameBoot({ boot }: Owner): boolean {
  return boot !== '' && boot === thisProcess.boot;
}

function bootOf(): string {
  if (process.platform === 'darwin')
    return textOf(() => execFileSync('sysctl', ['-n', 'kern.bootsessionuuid'], { encoding: 'utf8' }));
  return textOf(() => readFileSync('/proc/sys/kernel/random/boot_id', 'utf8'));
}

/** Ticks since the start of the machine (proc_pid_stat(5), field 22); `gone` for one that only waits to be noticed. */
function startOf(pid: number): string {
  const stat = textOf(() => readFileSync(`/proc/${pid}/stat`, 'utf8'));
  if (stat === '') return '';
  const fields = stat.slice(stat.lastIndexOf(')') + 2).split(' '); // a name may hold spaces
  return fields[0] === 'Z' || fields[0] === 'X' ? 'gone' : (fields[19] ?? '');
}

function textOf(read: () => string): string {
  try {
    return read().trim();
  } catch {
    return '';
  }
}
