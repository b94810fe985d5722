/** The rotation of `signing.test.ts` in the middle of ten thousand messages. */
// oxlint-disable-next-line node/no-process-env -- what the test reads
process.env['ROTATION_PEOPLE'] ??= '10000';
await import('./signing.test.ts');
