/** `events.crash.test.ts` with 200,000 events, 20 kills and three restarts of PostgreSQL. */
// oxlint-disable node/no-process-env -- what the test reads
process.env['FOREIGN_EVENTS'] ??= '200000';
process.env['FOREIGN_KILLS'] ??= '20';
process.env['FOREIGN_RESTARTS'] ??= '3';
await import('./events.crash.test.ts');
