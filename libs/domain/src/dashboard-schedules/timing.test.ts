import fc from 'fast-check';
import { expect, test } from 'vitest';
import { wallTimeIn } from '../shared/index.ts';
import { seed } from '../shared/testing/seed.ts';
import { dueTimes, nextDueAfter, timing, type Timing } from './timing.ts';

function next(rule: Timing, zone: string, after: string, count: number): string[] {
  const found: string[] = [];
  let at = new Date(after);
  for (let index = 0; index < count; index++) {
    at = nextDueAfter(rule, zone, at);
    found.push(`${wallTimeIn(zone, at)} ${at.toISOString().slice(0, 16)}`);
  }
  return found;
}

test('an hour that is skipped in spring comes later that day, and one that comes twice in autumn comes once', () => {
  expect(next({ kind: 'daily', hour: 2 }, 'America/New_York', '2026-03-06T12:00Z', 3)).toEqual([
    '2026-03-07T02:00 2026-03-07T07:00',
    '2026-03-08T03:00 2026-03-08T07:00',
    '2026-03-09T02:00 2026-03-09T06:00',
  ]);
  expect(next({ kind: 'daily', hour: 1 }, 'America/New_York', '2026-10-31T12:00Z', 2)).toEqual([
    '2026-11-01T01:00 2026-11-01T06:00',
    '2026-11-02T01:00 2026-11-02T06:00',
  ]);
});

test('where the clocks jump by half an hour, too', () => {
  expect(next({ kind: 'daily', hour: 2 }, 'Australia/Lord_Howe', '2026-10-02T12:00Z', 3)).toEqual([
    '2026-10-03T02:00 2026-10-02T15:30',
    '2026-10-04T02:30 2026-10-03T15:30',
    '2026-10-05T02:00 2026-10-04T15:00',
  ]);
  expect(next({ kind: 'daily', hour: 7 }, 'Australia/Lord_Howe', '2026-04-03T12:00Z', 3)).toEqual([
    '2026-04-04T07:00 2026-04-03T20:00',
    '2026-04-05T07:00 2026-04-04T20:30',
    '2026-04-06T07:00 2026-04-05T20:30',
  ]);
});

test('a day that a zone skipped becomes the next, once', () => {
  expect(next({ kind: 'daily', hour: 7 }, 'Pacific/Apia', '2011-12-28T20:00Z', 3)).toEqual([
    '2011-12-29T07:00 2011-12-29T17:00',
    '2011-12-31T07:00 2011-12-30T17:00',
    '2012-01-01T07:00 2011-12-31T17:00',
  ]);
  expect(next({ kind: 'weekly', weekdays: [5], hour: 7 }, 'Pacific/Apia', '2011-12-29T20:00Z', 2)).toEqual([
    '2011-12-31T07:00 2011-12-30T17:00',
    '2012-01-06T07:00 2012-01-05T17:00',
  ]);
});

test('the 31st is the last day of a month that has none', () => {
  const days = (day: number, count: number) =>
    next({ kind: 'monthly', day, hour: 9 }, 'Asia/Kathmandu', '2027-12-31T12:00Z', count).map((at) => at.slice(0, 10));
  expect(days(31, 4)).toEqual(['2028-01-31', '2028-02-29', '2028-03-31', '2028-04-30']);
  expect(days(29, 2)).toEqual(['2028-01-29', '2028-02-29']);
});

test('the days of a week are those of the zone', () => {
  expect(next({ kind: 'weekly', weekdays: [1, 7], hour: 0 }, 'Asia/Kathmandu', '2026-11-28T00:00Z', 3)).toEqual([
    '2026-11-29T00:00 2026-11-28T18:15',
    '2026-11-30T00:00 2026-11-29T18:15',
    '2026-12-06T00:00 2026-12-05T18:15',
  ]);
});

test('what was missed is counted once, the latest kept', () => {
  const rule = { kind: 'daily', hour: 10 } as const;
  const due = { from: new Date('2026-11-01T10:00Z'), until: new Date('2026-11-30T10:00Z') };
  expect(dueTimes(rule, 'UTC', { ...due, most: 100 })).toHaveLength(30);
  expect(dueTimes(rule, 'UTC', { ...due, most: 2 }).map((at) => at.toISOString().slice(0, 10))).toEqual([
    '2026-11-29',
    '2026-11-30',
  ]);
  expect(dueTimes(rule, 'UTC', { ...due, until: new Date('2026-10-30T10:00Z'), most: 2 })).toEqual([]);
});

test(`due times go forward, and no day of a rule has none or two (SEED=${seed})`, () => {
  const zone = fc.constantFrom(
    'Australia/Lord_Howe',
    'America/New_York',
    'Pacific/Apia',
    'Asia/Kathmandu',
    'Europe/Lisbon',
  );
  const hour = fc.integer({ min: 0, max: 23 });
  const start = fc.integer({ min: Date.UTC(2010, 0), max: Date.UTC(2030, 0) });
  fc.assert(
    fc.property(zone, hour, start, (timeZone, at, from) => {
      const days: string[] = [];
      let due = new Date(from);
      for (let index = 0; index < 40; index++) {
        const later = nextDueAfter({ kind: 'daily', hour: at }, timeZone, due);
        expect(later.getTime()).toBeGreaterThan(due.getTime());
        due = later;
        days.push(wallTimeIn(timeZone, due).slice(0, 10));
      }
      expect(new Set(days).size).toBe(days.length);
      const span = (Date.parse(days.at(-1) ?? '') - Date.parse(days[0] ?? '')) / 86_400_000;
      const isSkipped =
        timeZone === 'Pacific/Apia' && (days[0] ?? '') < '2011-12-30' && (days.at(-1) ?? '') > '2011-12-30';
      expect(span).toBe(isSkipped ? 40 : 39);
    }),
    { seed, numRuns: 150 },
  );
});

test('a rule names days that there are', () => {
  for (const bad of [
    { kind: 'daily', hour: 24 },
    { kind: 'daily', hour: 7.5 },
    { kind: 'weekly', hour: 7, weekdays: [] },
    { kind: 'weekly', hour: 7, weekdays: [0] },
    { kind: 'weekly', hour: 7, weekdays: [1, 1] },
    { kind: 'monthly', hour: 7, day: 32 },
    { kind: 'monthly', hour: 7, day: 0 },
  ])
    expect(timing.safeParse(bad).success, JSON.stringify(bad)).toBe(false);
});
