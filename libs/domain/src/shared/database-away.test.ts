import { expect, test } from 'vitest';
import { isDatabaseAway } from './database-away.ts';

const withCode = (code: string) => Object.assign(new Error('refused'), { code });

test.each(['57P01', '57P03', '53100', '53300', '08006', '25P03', 'ECONNREFUSED', 'ECONNRESET', 'EPIPE'])(
  '%s means that the database is away',
  (code) => expect(isDatabaseAway(withCode(code))).toBe(true),
);

test.each(['23505', '40P01', '57014', '22P02', '42P01', 'ENOENT', 'ENOSPC'])('%s does not', (code) =>
  expect(isDatabaseAway(withCode(code))).toBe(false),
);

test.each([
  'Connection terminated unexpectedly',
  'timeout exceeded when trying to connect',
  'Client has encountered a connection error and is not queryable',
])('so does what pg says without a code: %s', (message) => expect(isDatabaseAway(new Error(message))).toBe(true));

test('a bug is not taken for it', () => {
  expect(isDatabaseAway(new TypeError('undefined is not a function'))).toBe(false);
  expect(isDatabaseAway(null)).toBe(false);
});
