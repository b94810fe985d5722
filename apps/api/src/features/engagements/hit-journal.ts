import { randomUUID } from 'node:crypto';
import {
  closeSync,
  mkdirSync,
  openSync,
  readdirSync,
  readFileSync,
  renameSync,
  rmSync,
  statSync,
  writeSync,
} from 'node:fs';
import { hostname } from 'node:os';
import { join } from 'node:path';

/** A process that is gone for this long has certainly ended, even on another machine whose processes we cannot see. */
const abandonedAfterMs = 10 * 60_000;

/**
 * Lines on the local disk, written before somebody is answered and removed once what they say is in the database. They
 * are in the hands of the system when `append` returns, so they outlive the process (not a machine that loses power).
 */
export class HitJournal {
  readonly #folder: string;
  readonly #owner = `${hostname()}~${process.pid}~${randomUUID()}`;
  #part = 0;
  #file: number | null = null;

  constructor(folder: string) {
    this.#folder = folder;
  }

  /** Throws when the disk does not take it. */
  append(entry: object): void {
    this.#file ??= this.#open();
    writeSync(this.#file, `${JSON.stringify(entry)}\n`);
  }

  /** Ends the part that is being written; call what is returned when all of it is stored elsewhere. */
  endPart(): () => void {
    if (this.#file === null) return () => {};
    closeSync(this.#file);
    this.#file = null;
    const path = this.#pathOf(this.#part);
    return () => rmSync(path, { force: true });
  }

  /** What processes that are gone left behind, each part taken over by this one: nobody else finds it again. */
  *takeOver(): Generator<{ readonly entries: unknown[]; readonly remove: () => void }> {
    for (const name of this.#leftBehind()) {
      const path = join(this.#folder, name);
      const mine = this.#pathOf((this.#part += 1));
      try {
        renameSync(path, mine);
      } catch {
        continue; // another process was quicker
      }
      yield { entries: entriesIn(readFileSync(mine, 'utf8')), remove: () => rmSync(mine, { force: true }) };
    }
  }

  #open(): number {
    mkdirSync(this.#folder, { recursive: true, mode: 0o700 });
    return openSync(this.#pathOf((this.#part += 1)), 'a', 0o600);
  }

  #pathOf(part: number): string {
    return join(this.#folder, `${this.#owner}~${part}.hits`);
  }

  #leftBehind(): string[] {
    try {
      return readdirSync(this.#folder).filter((name) => name.endsWith('.hits') && this.#isLeftBehind(name));
    } catch (error) {
      if (error instanceof Error && 'code' in error && error.code === 'ENOENT') return [];
      throw error;
    }
  }

  #isLeftBehind(name: string): boolean {
    if (name.startsWith(`${this.#owner}~`)) return false;
    const [host, pid] = name.split('~');
    if (host === hostname()) return !isRunning(Number(pid));
    const { mtimeMs } = statSync(join(this.#folder, name), { throwIfNoEntry: false }) ?? { mtimeMs: Date.now() };
    return Date.now() - mtimeMs > abandonedAfterMs;
  }
}

/** Our own number is that of a process before us: in a container every start has the same. */
function isRunning(pid: number): boolean {
  if (pid === process.pid) return false;
  try {
    process.kill(pid, 0);
    return true;
  } catch (error) {
    return error instanceof Error && 'code' in error && error.code === 'EPERM';
  }
}

/** A last line that was cut off was never answered. */
function entriesIn(text: string): unknown[] {
  return text.split('\n').flatMap((line): unknown[] => {
    try {
      return [JSON.parse(line)];
    } catch {
      return [];
    }
  });
}
