import { readdirSync, readFileSync } from 'node:fs';

/** The processes that a browser consists of; on Linux only, elsewhere there seem to be none. */
export class ProcessGroup {
  readonly #leader: number;

  private constructor(leader: number) {
    this.#leader = leader;
  }

  /** By an argument that only its first process, a child of ours, was started with. */
  static startedWith(argument: string): ProcessGroup | null {
    const leader = processes().find((pid) => argumentsOf(pid).includes(argument));
    return leader === undefined ? null : new ProcessGroup(leader);
  }

  /** What its processes take together; what they share is counted once. */
  megabytes(): number {
    const kilobytes = processes()
      .filter((pid) => groupOf(pid) === this.#leader)
      .map((pid) => Number(/^Pss:\s+(\d+) kB/m.exec(read(`/proc/${pid}/smaps_rollup`))?.[1] ?? 0));
    return kilobytes.reduce((sum, each) => sum + each, 0) / 1_024;
  }

  kill(): void {
    try {
      process.kill(-this.#leader, 'SIGKILL');
    } catch {
      // It has ended already.
    }
  }
}

function processes(): number[] {
  try {
    return readdirSync('/proc')
      .map(Number)
      .filter((pid) => pid > 0);
  } catch {
    return [];
  }
}

function argumentsOf(pid: number): readonly string[] {
  return read(`/proc/${pid}/cmdline`).split('\0');
}

/** The fifth field; the second is a name that may contain spaces and brackets. */
function groupOf(pid: number): number {
  const stat = read(`/proc/${pid}/stat`);
  return Number(stat.slice(stat.lastIndexOf(')') + 2).split(' ')[2]);
}

function read(file: string): string {
  try {
    return readFileSync(file, 'utf8');
  } catch {
    return ''; // it has ended meanwhile, or is somebody else's
  }
}
