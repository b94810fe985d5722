import { afterEach, expect, test, vi } from 'vitest';
import { createNumbers } from './numbers.ts';

afterEach(() => vi.useRealTimers());

test('events are numbered from one without gaps, and tell how many were given up before them', () => {
  const numbers = createNumbers();
  const first = numbers.next();
  numbers.drop(2);
  expect(first).toEqual({ boot: expect.stringMatching(/-7[\da-f]{3}-/), sequence: 1, dropped: undefined });
  expect(numbers.next()).toEqual({ boot: first.boot, sequence: 2, dropped: 2 });
});

test('nothing links the numbers of two people, of two days, or of more than 10,000 events', () => {
  vi.useFakeTimers({ now: new Date('2026-11-30T09:00Z') });
  const numbers = createNumbers();
  const boots = [numbers.next().boot];
  numbers.restart();
  boots.push(numbers.next().boot);
  vi.advanceTimersByTime(86_400_001);
  boots.push(numbers.next().boot);
  for (let n = 1; n < 10_000; n++) numbers.next();
  const next = numbers.next();
  expect(next.sequence).toBe(1);
  expect(new Set([...boots, next.boot]).size).toBe(4);
});
