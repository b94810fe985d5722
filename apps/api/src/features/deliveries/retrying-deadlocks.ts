import { QueryFailedError } from 'typeorm';

const deadlockDetected = '40P01';
const tries = 5;

/**
 * Runs a transaction again when PostgreSQL chose it to end a deadlock: a batch of outcomes and a batch of opens may
 * touch the same rows in different order, and either can simply be repeated.
 */
export async function retryingDeadlocks<T>(transaction: () => Promise<T>): Promise<T> {
  for (let attempt = 1; ; attempt += 1) {
    try {
      return await transaction();
    } catch (error) {
      if (attempt === tries || !isDeadlock(error)) throw error;
    }
  }
}

function isDeadlock(error: unknown): boolean {
  if (!(error instanceof QueryFailedError)) return false;
  const cause: unknown = error.driverError;
  return typeof cause === 'object' && cause !== null && 'code' in cause && cause.code === deadlockDetected;
}
