import { expect, test } from 'vitest';
import { formatBytes, formatCount, formatDuration, formatMoney, formatRelative, formatShare } from './format.ts';

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
