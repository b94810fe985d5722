/** Of sockets, when a server is stopped, restarted or cannot be reached. */
const connectionErrors = new Set([
  'ECONNREFUSED',
  'ECONNRESET',
  'EPIPE',
  'ETIMEDOUT',
  'ENOTFOUND',
  'EAI_AGAIN',
  'EHOSTUNREACH',
]);
/** How pg and its pool say the same without a code. */
const connectionWords =
  /^Connection terminated|^timeout exceeded when trying to connect|not queryable|^Client was closed|^Cannot use a pool after/;

/**
 * Whether it failed because PostgreSQL is not there for us now: stopping or starting (SQLSTATE class 57P), full or out of
 * connections (53), unreachable or cut off (08 and errors of sockets), or it ended a transaction that stood still
 * (25P03). Whether a transaction under way was committed is not known then.
 */
export function isDatabaseAway(error: unknown): boolean {
  if (error instanceof AggregateError) return error.errors.some(isDatabaseAway); // both addresses of "localhost"
  if (!(error instanceof Error)) return false;
  if ('driverError' in error) return isDatabaseAway(error.driverError); // as TypeORM wraps it
  const code = 'code' in error && typeof error.code === 'string' ? error.code : '';
  return (
    /^(08|53|57P)[0-9A-Z]+$|^25P03$/.test(code) || connectionErrors.has(code) || connectionWords.test(error.message)
  );
}
