import { setTimeout as delay } from 'node:timers/promises';
import { sqlStateOf } from './retrying-conflicts.ts';

const againMs = 500;

/**
 * Runs a transaction again until the database is back, for what must not be lost with a connection. It may have
 * committed although nobody was told, so it has to be one that can be repeated. Gives up after `patienceMs`.
 */
export async function waitingForDatabase<T>(patienceMs: number, transaction: () => Promise<T>): Promise<T> {
  const until = Date.now() + patienceMs;
  for (;;) {
    try {
      return await transaction();
    } catch (error) {
      if (!isAway(error) || Date.now() > until) throw error;
      await delay(againMs);
    }
  }
}

/**
 * A server that is stopping, starting or full (classes 57P, 08 and 53), one that ended a transaction whose process was
 * frozen (25P03), or a connection that broke: that has no code.
 */
function isAway(error: unknown): boolean {
  const code = sqlStateOf(error);
  return code === null || away.test(code);
}

const away = /^(57P|08|53|25P03)/;

/**
 * Whether a transaction failed for a reason that has nothing to do with its rows: it lost against another one, or the
 * server is away. The same transaction can succeed a little later.
 */
export function isPassing(error: unknown): boolean {
  const code = sqlStateOf(error) ?? '';
  return away.test(code) || /^(40001|40P01|55P03)/.test(code);
}
