/** The rotation of `signing.test.ts` in the middle of ten thousand messages. */
process.env['ROTATION_PEOPLE'] ??= '10000';
await import('./signing.test.ts');
