import { expect, test } from 'vitest';
import { expired } from '../retention.ts';
import type { StoredBackup } from '../stored-backups.ts';

const at = (time: string, isVerified = true): StoredBackup => ({
  name: time,
  organizationId: null,
  takenAt: new Date(`${time}Z`),
  isVerified,
});
const keep = { daily: 2, weekly: 2, monthly: 2 };
const namesOf = (backups: readonly StoredBackup[]) => backups.map(({ name }) => name);

test('the newest verified backup of each of the last days, weeks and months stays', () => {
  const backups = [
    at('2026-11-30T10:00'), // a Monday
    at('2026-11-30T02:00'),
    at('2026-11-29T02:00'),
    at('2026-11-28T02:00'),
    at('2026-11-22T02:00'),
    at('2026-10-31T02:00'),
    at('2026-10-01T02:00'),
    at('2026-09-30T02:00'),
  ];
  expect(namesOf(expired(backups, keep))).toEqual([
    '2026-11-30T02:00',
    '2026-11-28T02:00',
    '2026-11-22T02:00',
    '2026-10-01T02:00',
    '2026-09-30T02:00',
  ]);
});

test('a verified backup is kept before a newer one of the same day that is not', () => {
  const backups = [at('2026-11-30T10:00'), at('2026-11-29T20:00', false), at('2026-11-29T02:00')];
  expect(namesOf(expired(backups, { daily: 2, weekly: 0, monthly: 0 }))).toEqual(['2026-11-29T20:00']);
});

test('the last verified backup is never removed, however old it is and however many failed since', () => {
  const backups = [
    at('2026-11-30T10:00', false),
    at('2026-11-29T10:00', false),
    at('2026-11-28T10:00', false),
    at('2020-01-01T10:00'),
  ];
  expect(namesOf(expired(backups, { daily: 1, weekly: 0, monthly: 0 }))).toEqual([
    '2026-11-29T10:00',
    '2026-11-28T10:00',
  ]);
  expect(expired([at('2020-01-01T10:00', false)], { daily: 0, weekly: 0, monthly: 0 })).toEqual([]);
});
