import { expect, test } from 'vitest';
import { pauseAfter } from './visitors.ts';

const minute = 60_000;

test('visitors never stop coming: every few seconds for half an hour, then every few minutes', () => {
  expect([0, 29 * minute].map(pauseAfter)).toEqual([8_000, 8_000]);
  expect([30 * minute, 24 * 60 * minute, 365 * 24 * 60 * minute].map(pauseAfter)).toEqual([
    5 * minute,
    5 * minute,
    5 * minute,
  ]);
});
