import { afterEach, expect, test } from 'vitest';
import {
  formatBytes,
  formatCount,
  formatDateTime,
  formatDay,
  formatDuration,
  formatExact,
  formatLongDate,
  formatMoney,
  formatNumber,
  formatRelative,
  formatShare,
  writeAs,
} from './format.ts';

afterEach(() => writeAs({ language: null, timeZone: null }));

test('a share is never rounded to nothing or to all', () => {
  expect(formatShare(0, 10)).toBe('0%');
  expect(formatShare(1, 1_000_000)).toBe('<0.01%');
  expect(formatShare(999_999, 1_000_000)).toBe('>99.99%');
  expect(formatShare(9_999, 10_000)).not.toBe('100%');
  expect(formatShare(45, 10_000)).toBe('0.45%');
  expect(formatShare(10, 10)).toBe('100%');
});

test('a share of nobody is not zero', () => {
  expect(formatShare(0, 0)).toBe('–');
});

test('counts agree with their noun', () => {
  expect(formatCount(1, 'contact')).toBe('1 contact');
  expect(formatCount(9812, 'contact')).toBe('9,812 contacts');
  expect(formatCount(2, 'person', 'people')).toBe('2 people');
});

test('times are relative within a day and dates beyond', () => {
  const now = '2026-08-08T12:00:00Z';
  expect(formatRelative('2026-08-08T11:59:30Z', now)).toBe('just now');
  expect(formatRelative('2026-08-08T11:56:00Z', now)).toBe('4 minutes ago');
  expect(formatRelative('2026-08-08T14:00:00Z', now)).toBe('in 2 hours');
  expect(formatRelative('2026-08-01T12:00:00Z', now)).toContain('2026');
});

test('durations say what matters at their size', () => {
  expect(formatDuration(40)).toBe('40 s');
  expect(formatDuration(3725)).toBe('1 h 2 min');
  expect(formatDuration(7200)).toBe('2 h');
});

test('sizes and money use the units people know', () => {
  expect(formatBytes(200 * 1024 * 1024)).toBe('200 MB');
  expect(formatBytes(1536)).toBe('1.5 kB');
  expect(formatMoney(1999, 'EUR')).toBe('€19.99');
  expect(formatMoney(500, 'JPY')).toBe('¥500');
});

test('dates and numbers are written in the chosen language and zone, and words stay English', () => {
  const evening = '2026-08-08T22:30:00Z';
  writeAs({ language: 'de-DE', timeZone: 'Asia/Tokyo' });
  expect(formatNumber(9812.5)).toBe('9.812,5');
  expect(formatDateTime(evening)).toBe('9. Aug. 2026, 07:30');
  expect(formatLongDate(evening)).toBe('9. August 2026');
  expect(formatExact(evening)).toContain('07:30:00');
  expect(formatCount(9812, 'contact')).toBe('9.812 contacts');
  expect(formatRelative('2026-08-08T11:56:00Z', '2026-08-08T12:00:00Z')).toBe('4 minutes ago');
  writeAs({ language: 'en-GB', timeZone: 'America/New_York' });
  expect(formatDateTime(evening)).toBe('8 Aug 2026, 18:30');
});

test('a day of a calendar is the same day in every zone', () => {
  for (const timeZone of ['Pacific/Kiritimati', 'America/Los_Angeles']) {
    writeAs({ language: 'en-GB', timeZone });
    expect(formatDay('2026-08-08')).toBe('8 Aug 2026');
  }
});
