import { expect, test } from 'vitest';
import { daysOf, monthsSince } from './months.ts';

const now = new Date('2026-03-01T00:30:00Z');

test('months go back to the first that was counted, over the end of a year', () => {
  expect(monthsSince('2025-12-31T23:59:00.000Z', now)).toEqual(['2026-03', '2026-02', '2026-01', '2025-12']);
  expect(monthsSince('2026-03-01T00:00:00.000Z', now)).toEqual(['2026-03']);
  expect(monthsSince('2026-04-01T00:00:00.000Z', now)).toEqual(['2026-03']);
});

test('a month ends with its last day, this one today', () => {
  expect(daysOf('2026-02', now)).toEqual({ from: '2026-02-01', to: '2026-02-28' });
  expect(daysOf('2024-02', now)).toEqual({ from: '2024-02-01', to: '2024-02-29' });
  expect(daysOf('2026-03', now)).toEqual({ from: '2026-03-01', to: '2026-03-01' });
});
