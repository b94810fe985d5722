import { expect, test } from 'vitest';
import { type KeptAnswer, KeptAnswers } from './kept-answers.ts';

const answer = (length: number): KeptAnswer => ({
  text: 'x'.repeat(length),
  at: 0,
  freshMs: 0,
  counted: '',
  calendar: '',
});

test('answers that nobody asked for longest make room for new ones', () => {
  const kept = new KeptAnswers(10_000);
  for (let number = 0; number < 20; number += 1) kept.keep(`key ${number}`, answer(240));
  expect(kept.get('key 1')).not.toBeNull();
  for (const key of ['new', 'newer']) kept.keep(key, answer(240));
  expect([kept.get('key 0'), kept.get('key 2')]).toEqual([null, null]);
  expect(kept.get('key 3')).not.toBeNull();
  expect(kept.get('key 1')).not.toBeNull();
  expect(kept.bytes).toBeLessThanOrEqual(10_000);
});

test('an answer that would take the place of many is not kept, and one that is asked again is counted once', () => {
  const kept = new KeptAnswers(10_000);
  kept.keep('large', answer(400));
  expect(kept.get('large')).toBeNull();
  for (let times = 0; times < 100; times += 1) kept.keep('same', answer(100));
  expect(kept.bytes).toBe(2 * (4 + 100));
  kept.keep('same', answer(400));
  expect([kept.get('same'), kept.bytes]).toEqual([null, 0]);
});
