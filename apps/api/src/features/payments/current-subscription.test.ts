import { expect, test } from 'vitest';
import { chooseSubscription } from './current-subscription.ts';

const subscription = (id: string, status: string, day: number) => ({
  id,
  status,
  createdAt: new Date(Date.UTC(2026, 0, day)),
});
const chosen = (...all: ReturnType<typeof subscription>[]) => {
  const { current, duplicates } = chooseSubscription(all);
  return [current?.id ?? null, duplicates.map(({ id }) => id)];
};

test('of two that give a plan the older counts, and the younger is a duplicate', () => {
  expect(chosen(subscription('b', 'active', 2), subscription('a', 'past_due', 1))).toEqual(['a', ['b']]);
  expect(chosen(subscription('b', 'active', 1), subscription('a', 'trialing', 1))).toEqual(['a', ['b']]);
});

test('one that gives a plan goes before older ones that do not', () => {
  expect(chosen(subscription('a', 'unpaid', 1), subscription('b', 'active', 2))).toEqual(['b', ['a']]);
  expect(chosen(subscription('a', 'canceled', 1), subscription('b', 'active', 2))).toEqual(['b', []]);
});

test('one whose first payment is not made yet is no duplicate', () => {
  expect(chosen(subscription('a', 'active', 1), subscription('b', 'incomplete', 2))).toEqual(['a', []]);
  expect(chosen(subscription('b', 'incomplete', 2))).toEqual(['b', []]);
});

test('when all are over, the last one is shown; a status that we do not know may still give a plan', () => {
  expect(chosen()).toEqual([null, []]);
  expect(chosen(subscription('a', 'canceled', 1), subscription('b', 'incomplete_expired', 2))).toEqual(['b', []]);
  expect(chosen(subscription('a', 'frozen', 1), subscription('b', 'unpaid', 0))).toEqual(['a', ['b']]);
});
