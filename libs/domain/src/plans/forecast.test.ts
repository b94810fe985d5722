import { expect, test } from 'vitest';
import { randomFrom, seed } from '../shared/testing/seed.ts';
import { dayOfReaching, forecastOf } from './forecast.ts';

const dayMs = 86_400_000;

/** The whole days before this one, the last of them last. */
function daysBefore(now: string, quantities: readonly number[]): Map<string, number> {
  const today = Math.floor(Date.parse(now) / dayMs);
  return new Map(
    quantities.map((quantity, n) => [
      new Date((today - quantities.length + n) * dayMs).toISOString().slice(0, 10),
      quantity,
    ]),
  );
}

/** A month that ends with November, on the morning of its 17th day, which is a Tuesday. */
function onThe17th(quantities: readonly number[], more: { used?: number; since?: string; until?: string } = {}) {
  const now = '2026-11-17T00:00:00Z';
  return forecastOf({
    now: new Date(now),
    until: new Date(more.until ?? '2026-12-01T00:00:00Z'),
    used: more.used ?? 0,
    since: new Date(more.since ?? '2026-01-01T00:00:00Z'),
    days: daysBefore(now, quantities),
  });
}

/** Four weeks from a Tuesday on, in which only Thursdays have any. */
const thursdays: readonly number[] = Array.from({ length: 28 }, (_, n) => (n % 7 === 2 ? 1_000 : 0));

test('days to come are like the same weekdays of the last four weeks', () => {
  const forecast = onThe17th(thursdays, { used: 2_000 });
  expect(forecast).toMatchObject({ low: 4_000, expected: 4_000, high: 4_000 });
  expect(forecast?.days.filter(({ expected }) => expected > 0).map(({ day }) => day)).toEqual([
    '2026-11-19',
    '2026-11-26',
  ]);
});

test('a period that ends within a day has that part of it, and the rest of today counts for what it is', () => {
  const forecast = forecastOf({
    now: new Date('2027-02-28T18:00:00Z'),
    until: new Date('2027-03-01T12:00:00Z'),
    used: 10,
    since: new Date('2026-01-01T00:00:00Z'),
    days: daysBefore(
      '2027-02-28T18:00:00Z',
      Array.from({ length: 28 }, () => 400),
    ),
  });
  expect(forecast).toEqual({
    low: 310,
    expected: 310,
    high: 310,
    days: [
      { day: '2027-02-28', expected: 100 },
      { day: '2027-03-01', expected: 200 },
    ],
  });
});

test('nothing is foreseen from two days; from five there is a range, and from four weeks of the same a narrower one', () => {
  const noise = (n: number) => (n % 2 === 0 ? 80 : 120);
  const of = (days: number) =>
    onThe17th(
      Array.from({ length: days }, (_, n) => noise(n)),
      { since: new Date(Date.parse('2026-11-17T00:00:00Z') - days * dayMs).toISOString() },
    );
  expect(of(2)).toBeNull();
  const [few, many] = [of(5), of(28)];
  expect(few?.low).toBeLessThan(few?.expected ?? 0);
  expect((many?.high ?? 0) - (many?.low ?? 0)).toBeLessThan((few?.high ?? 0) - (few?.low ?? 0));
  expect(many?.expected).toBe(14 * 100);
});

test('the first day counts only when it was counted from its beginning', () => {
  const quantities = [50, 100, 100];
  expect(onThe17th(quantities, { since: '2026-11-14T00:00:00Z' })).not.toBeNull();
  expect(onThe17th(quantities, { since: '2026-11-14T00:00:01Z' })).toBeNull();
});

test('one campaign far above the others of its weekday is left out; a weekly one is not', () => {
  const spike = thursdays.with(8, 500_000).with(10, 50_000);
  expect(onThe17th(spike)?.expected).toBe(2_000);
  expect(onThe17th(thursdays.with(2, 2_900))?.expected).toBe(Math.round((2 * (2_900 + 3_000)) / 4));
});

test('a limit is reached on the day when what is used and expected come to it', () => {
  const forecast = onThe17th(thursdays, { used: 2_000 });
  if (!forecast) throw new Error('There is one.');
  expect(dayOfReaching(3_000, 2_000, forecast)).toBe('2026-11-19');
  expect(dayOfReaching(3_001, 2_000, forecast)).toBe('2026-11-26');
  expect(dayOfReaching(4_000, 2_000, forecast)).toBe('2026-11-26');
  expect(dayOfReaching(4_001, 2_000, forecast)).toBeNull();
  expect(dayOfReaching(2_000, 2_000, forecast)).toBeNull();
});

test(`whatever was used, a forecast is never below it, and its range holds what is expected (seed ${seed})`, () => {
  const random = randomFrom(seed);
  for (let n = 0; n < 500; n++) {
    const quantities = Array.from({ length: 3 + Math.floor(random() * 40) }, () => Math.floor(random() ** 8 * 1e6));
    const used = Math.floor(random() * 1e6);
    const until = new Date(Date.parse('2026-11-17T00:00:00Z') + Math.floor(random() * 31 * 24) * 3_600_000);
    const forecast = onThe17th(quantities, { used, until: until.toISOString() });
    if (!forecast) throw new Error('There is one.');
    expect(forecast.low).toBeGreaterThanOrEqual(used);
    expect(forecast.expected).toBeGreaterThanOrEqual(forecast.low);
    expect(forecast.high).toBeGreaterThanOrEqual(forecast.expected);
    expect(Number.isSafeInteger(forecast.high)).toBe(true);
    const limit = Math.floor(random() * 3e6);
    const day = dayOfReaching(limit, used, forecast);
    expect(day !== null).toBe(used < limit && forecast.expected >= limit);
  }
});
