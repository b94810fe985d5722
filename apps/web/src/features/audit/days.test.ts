import { afterEach, expect, test } from 'vitest';
import { endOfDay, startOfDay } from './days.ts';

const zone = process.env['TZ'];
afterEach(() => {
  if (zone === undefined) delete process.env['TZ'];
  else process.env['TZ'] = zone;
});

test('a day is the one of the viewer, also when it has 25 hours', () => {
  process.env['TZ'] = 'Europe/Berlin';
  expect(startOfDay('2026-10-25')).toBe('2026-10-24T22:00:00.000Z');
  expect(endOfDay('2026-10-25')).toBe('2026-10-25T23:00:00.000Z');
  expect(endOfDay('2026-12-31')).toBe('2026-12-31T23:00:00.000Z');
});

test('what is no day in the address filters nothing', () => {
  for (const text of ['', 'yesterday', '2026-1-1', '2026-11-21T00:00']) expect(startOfDay(text)).toBeUndefined();
});
