/** `stack.json` names the processes that run now, so that the start after a killed launcher can clear away what outlived it. */
import { readFileSync, renameSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { stopServerOf } from './postgres/postgres.ts';
import { identify, isStillRunning, stopProcess } from './processes.ts';
import type { ProcessIdentity } from './processes.ts';

export interface ProcessRecord {
  started(name: string, pid: number): void;
  clear(): void;
}

/** A disk that is full must not end the launcher: then the record is as of before. */
export function recordProcesses(dataDir: string, log: (line: string) => void): ProcessRecord {
  const running: Record<string, ProcessIdentity> = {};
  const launcher = identify(process.pid);
  const write = () => {
    const file = stackFile(dataDir);
    try {
      writeFileSync(`${file}.new`, `${JSON.stringify({ launcher, processes: running }, null, 2)}\n`, { mode: 0o600 });
      renameSync(`${file}.new`, file);
    } catch (error) {
      log(`could not write down which processes run: ${error instanceof Error ? error.message : String(error)}`);
    }
  };
  return {
    started(name, pid) {
      const identity = identify(pid);
      if (!identity) return;
      running[name] = identity;
      write();
    },
    clear() {
      for (const name of Object.keys(running)) delete running[name];
      write();
    },
  };
}

/**
 * Stops what a killed launcher left running, the database last. A pid that started at another moment than the one
 * written down belongs to a stranger.
 */
export async function stopLeftOvers(dataDir: string, log: (line: string) => void) {
  const leftOvers = readRecord(dataDir).filter(({ name, identity }) => name !== 'postgres' && isStillRunning(identity));
  await Promise.all(
    leftOvers.map(async ({ name, identity }) => {
      log(`${name} from an earlier start is still running (pid ${identity.pid}); stopping it`);
      await stopProcess(identity, 'SIGTERM', 10_000);
    }),
  );
  await stopServerOf(join(dataDir, 'postgres'), 'SIGINT', log);
}

function readRecord(dataDir: string): { name: string; identity: ProcessIdentity }[] {
  try {
    // Written by recordProcesses; a file that is damaged names nobody.
    const { processes } = JSON.parse(readFileSync(stackFile(dataDir), 'utf8')) as {
      processes: Record<string, ProcessIdentity>;
    };
    return Object.entries(processes).map(([name, identity]) => ({ name, identity }));
  } catch {
    return [];
  }
}

function stackFile(dataDir: string): string {
  return join(dataDir, 'stack.json');
}
