import { setTimeout as delay } from 'node:timers/promises';
import { MigrationError } from './migration-error.ts';

/**
 * While a statement waits for a lock, everybody who wants the table waits behind it. So it gives up soon, lets them through and
 * comes again.
 */
export const lockTimeout = '2s';
const mostTries = 30;
const pauseMs = { first: 200, most: 5_000 };

/** Tries again when a lock was not to be had in time. What is tried must leave nothing half done. */
export async function retryingLocks<T>(
  log: (line: string) => void,
  work: () => Promise<T>,
  tries = mostTries,
): Promise<T> {
  for (let tried = 1; ; tried += 1) {
    try {
      return await work();
    } catch (error) {
      if (!isLockTimeout(error)) throw error;
      if (tried >= tries) throw new MigrationError(gaveUp(tries), { cause: error });
      log(`a table is in use by a long transaction; trying again (${tried} of ${tries})`);
      await delay(Math.min(pauseMs.first * 2 ** (tried - 1), pauseMs.most));
    }
  }
}

function gaveUp(tries: number): string {
  return (
    `A table was in use ${tries} times in a row. What was applied so far stays; nothing is half done. ` +
    `End long transactions (select pid, xact_start, query from pg_stat_activity order by xact_start) and run this again.`
  );
}

/** `lock_not_available`, also as the cause of TypeORM's own error. */
function isLockTimeout(error: unknown): boolean {
  if (!(error instanceof Error)) return false;
  return ('code' in error && error.code === '55P03') || isLockTimeout(error.cause);
}
