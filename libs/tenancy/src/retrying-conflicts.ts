import { QueryFailedError } from 'typeorm';

/** PostgreSQL's codes for a transaction that lost against another one (appendix A of its manual). */
const conflicts = { serializationFailure: '40001', deadlockDetected: '40P01', uniqueViolation: '23505' } as const;

export type Conflict = keyof typeof conflicts;

const tries = 5;

/**
 * Runs a transaction again when it lost against another one: two batches may touch the same rows in different order,
 * and either can simply be repeated. Name the conflicts that repeating can settle.
 */
export async function retryingConflicts<T>(settled: readonly Conflict[], transaction: () => Promise<T>): Promise<T> {
  for (let attempt = 1; ; attempt += 1) {
    try {
      return await transaction();
    } catch (error) {
      if (attempt === tries || !settled.some((conflict) => sqlStateOf(error) === conflicts[conflict])) throw error;
    }
  }
}

export async function retryingDeadlocks<T>(transaction: () => Promise<T>): Promise<T> {
  return retryingConflicts(['deadlockDetected'], transaction);
}

/** PostgreSQL's code for what went wrong; null when the error is none of its own. */
export function sqlStateOf(error: unknown): string | null {
  const cause: unknown = error instanceof QueryFailedError ? error.driverError : error;
  const code = typeof cause === 'object' && cause !== null && 'code' in cause ? cause.code : null;
  return typeof code === 'string' && /^[0-9A-Z]{5}$/.test(code) ? code : null;
}
