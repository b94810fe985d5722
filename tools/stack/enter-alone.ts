/** One process of this machine at a time: two stacks of one checkout must not write the same build at once. */
import { mkdirSync, readFileSync, rmSync, writeFileSync } from 'node:fs';
import { dirname } from 'node:path';
import { setTimeout as delay } from 'node:timers/promises';
import { identify, isStillRunning, type ProcessIdentity } from './processes.ts';

const lookEveryMs = 200;

/** Waits until no living process holds the file, holds it, and resolves to what gives it back. */
export async function enterAlone(file: string): Promise<() => void> {
  mkdirSync(dirname(file), { recursive: true });
  for (;;) {
    try {
      writeFileSync(file, JSON.stringify(identify(process.pid)), { flag: 'wx' });
      return () => rmSync(file, { force: true });
    } catch (error) {
      if (!(error instanceof Error && 'code' in error && error.code === 'EEXIST')) throw error;
    }
    const holder = holderOf(file);
    if (holder && !isStillRunning(holder)) rmSync(file, { force: true });
    else await delay(lookEveryMs);
  }
}

/** Null while it is being written or taken away. */
function holderOf(file: string): ProcessIdentity | null {
  try {
    return JSON.parse(readFileSync(file, 'utf8')) as ProcessIdentity | null; // written above
  } catch {
    return null;
  }
}
