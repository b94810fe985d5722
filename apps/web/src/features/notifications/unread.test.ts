import { expect, test } from 'vitest';
import { newerOf } from './unread.ts';

test('an answer that was overtaken by a newer one does not bring back its count', () => {
  const newer = { version: 8, unread: 0 };
  expect(newerOf(newer, { version: 7, unread: 1 })).toBe(newer);
  expect(newerOf(newer, { version: 9, unread: 1 })).toEqual({ version: 9, unread: 1 });
  expect(newerOf(undefined, newer)).toBe(newer);
});
