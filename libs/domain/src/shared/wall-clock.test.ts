import { expect, test } from 'vitest';
import { firstInstantOf, instantOf, lastInstantOf, wallTime, wallTimeIn } from './wall-clock.ts';

const at = (wall: string, zone: string) => instantOf(wall, zone).toISOString().slice(0, 16);

test('a wall-clock time is meant in its zone, in summer and in winter', () => {
  expect(at('2026-07-01T09:00', 'Europe/Berlin')).toBe('2026-07-01T07:00');
  expect(at('2026-12-01T09:00', 'Europe/Berlin')).toBe('2026-12-01T08:00');
  expect(at('2026-12-01T09:00', 'Asia/Kolkata')).toBe('2026-12-01T03:30');
  expect(at('2026-12-01T09:00', 'Pacific/Kiritimati')).toBe('2026-11-30T19:00');
});

test('a time the night has not comes later by the missing hour; of a time it has twice the second is meant', () => {
  expect(at('2026-03-29T01:59', 'Europe/Berlin')).toBe('2026-03-29T00:59');
  expect(at('2026-03-29T02:30', 'Europe/Berlin')).toBe('2026-03-29T01:30');
  expect(wallTimeIn('Europe/Berlin', instantOf('2026-03-29T02:30', 'Europe/Berlin'))).toBe('2026-03-29T03:30');
  expect(at('2026-03-29T03:00', 'Europe/Berlin')).toBe('2026-03-29T01:00');
  expect(at('2026-10-25T01:59', 'Europe/Berlin')).toBe('2026-10-24T23:59');
  expect(at('2026-10-25T02:30', 'Europe/Berlin')).toBe('2026-10-25T01:30');
  expect(at('2026-10-25T03:00', 'Europe/Berlin')).toBe('2026-10-25T02:00');
  expect(at('2026-03-08T02:30', 'America/New_York')).toBe('2026-03-08T07:30');
  expect(at('2026-10-04T02:15', 'Australia/Lord_Howe')).toBe('2026-10-03T15:45'); // half an hour is missing there
});

test('no clock on earth shows a time before the first or after the last', () => {
  for (const zone of Intl.supportedValuesOf('timeZone')) {
    for (const wall of ['2026-01-15T00:00', '2026-03-29T02:30', '2026-07-15T23:59']) {
      expect(instantOf(wall, zone) >= firstInstantOf(wall), zone).toBe(true);
      expect(instantOf(wall, zone) <= lastInstantOf(wall), zone).toBe(true);
    }
  }
});

test('what is no day or no time is refused', () => {
  expect(wallTime.safeParse('2028-02-29T23:59').success).toBe(true);
  for (const text of [
    '',
    '2026-02-29T09:00',
    '2026-11-31T09:00',
    '2026-11-25T24:00',
    '2026-11-25 09:00',
    '2026-11-25T09:00Z',
  ])
    expect(wallTime.safeParse(text).success, text).toBe(false);
});
