import { expect, test } from 'vitest';
import type { AddressHistory } from './suppression-rule.ts';
import { suppressionRule } from './suppression-rule.ts';

const start = new Date('2026-03-01T00:00:00Z').getTime();
const hours = (heard: AddressHistory['heard'], ...at: number[]): AddressHistory[] =>
  at.map((hour) => ({ heard, at: new Date(start + hour * 3_600_000) }));
const day = 24;

test('a hard bounce suppresses at once, whatever else was heard', () => {
  expect(suppressionRule([...hours('hard', 1), ...hours('delivered', 2)])).toBe('hard');
});

test('a full mailbox suppresses when it was full five times over 14 days', () => {
  expect(suppressionRule(hours('full', 0, day, 5 * day, 9 * day, 14 * day))).toBe('full');
  expect(suppressionRule(hours('full', 14 * day, 9 * day, 0, 5 * day, day))).toBe('full');
});

test.each([
  ['four times', hours('full', 0, 5 * day, 9 * day, 20 * day)],
  ['five times within 14 days', hours('full', 0, day, 2 * day, 3 * day, 14 * day - 1)],
  [
    'five times, with a delivered message between',
    [...hours('full', 0, day, 2 * day, 8 * day, 15 * day), ...hours('delivered', 9 * day)],
  ],
])('a full mailbox does not suppress: %s', (_, history) => {
  expect(suppressionRule(history)).toBeNull();
});

test('a domain that was gone twice within 72 hours suppresses', () => {
  expect(suppressionRule(hours('domain', 0, 72))).toBe('domain');
  expect(suppressionRule(hours('domain', 200, 0, 250))).toBe('domain');
});

test('a domain that was gone twice further apart, or had mail delivered since, does not suppress', () => {
  expect(suppressionRule(hours('domain', 0, 73))).toBeNull();
  expect(suppressionRule([...hours('domain', 0, 10), ...hours('delivered', 20)])).toBeNull();
  expect(suppressionRule([...hours('domain', 0, 10), ...hours('delivered', 5)])).toBeNull();
});

test('what is no fault of the address never suppresses, however often it is heard', () => {
  const often = Array.from({ length: 100 }, (_, at) => at * day);
  for (const heard of ['policy', 'content', 'auth', 'soft', 'unclear', 'delivered'] as const)
    expect(suppressionRule(hours(heard, ...often))).toBeNull();
  expect(suppressionRule([])).toBeNull();
});
