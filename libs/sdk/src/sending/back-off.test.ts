import { expect, test } from 'vitest';
import { backOff, toldToWait } from './back-off.ts';

test('implements_backoff: each wait is twice the last, up to five minutes', () => {
  const longest = Array.from({ length: 12 }, (_, index) => backOff(index + 1, 1));
  expect(longest).toEqual([1, 2, 4, 8, 16, 32, 64, 128, 256, 300, 300, 300].map((seconds) => seconds * 1000));
});

test('jitter takes up to half of a wait away, so that clients do not return together', () => {
  expect([backOff(3, 0), backOff(3, 0.5), backOff(3, 1)]).toEqual([2000, 3000, 4000]);
});

test('a server says how long to wait in seconds or as a date, an hour at most', () => {
  const now = Date.parse('2026-11-30T10:00:00Z');
  expect(toldToWait('3', now)).toBe(3000);
  expect(toldToWait('Mon, 30 Nov 2026 10:00:05 GMT', now)).toBe(5000);
  expect(toldToWait('86400', now)).toBe(3_600_000);
  for (const nothing of [null, '', 'soon', '-5', 'Mon, 30 Nov 2026 09:00:00 GMT'])
    expect(toldToWait(nothing, now), String(nothing)).toBe(0);
});
