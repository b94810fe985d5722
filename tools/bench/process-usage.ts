import { readFileSync } from 'node:fs';

const ticksPerSecond = 100; // USER_HZ, the same on every Linux

/**
 * Seconds of processor time a process has used so far, with its children, those that ended included. It says what
 * work costs also while other programs use the machine.
 */
export function cpuSecondsOf(pid: number): number {
  const ticks = statOf(pid)
    .slice(11, 15)
    .reduce((sum, value) => sum + Number(value), 0);
  return ticks / ticksPerSecond + childrenOf(pid).reduce((sum, child) => sum + cpuSecondsOf(child), 0);
}

/** What /proc says after the name of the program, which may contain anything. */
function statOf(pid: number): string[] {
  try {
    const stat = readFileSync(`/proc/${pid}/stat`, 'latin1');
    return stat.slice(stat.lastIndexOf(')') + 2).split(' ');
  } catch {
    return []; // it ended, and its time is its parent's
  }
}

function childrenOf(pid: number): number[] {
  try {
    return readFileSync(`/proc/${pid}/task/${pid}/children`, 'latin1').split(' ').filter(Boolean).map(Number);
  } catch {
    return [];
  }
}

/** Megabytes of memory a process and its children have now. */
export function memoryOfTree(pid: number): number {
  return [pid, ...childrenOf(pid)].reduce((sum, each) => sum + (memoryOf(each) || 0), 0);
}

/** Megabytes of memory a process has now, as Linux tells; without its children. */
export function memoryOf(pid: number): number {
  return Number(/VmRSS:\s+(\d+)/.exec(readFileSync(`/proc/${pid}/status`, 'latin1'))?.[1]) / 1024;
}
