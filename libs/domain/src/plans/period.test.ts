import { expect, test } from 'vitest';
import { randomFrom, seed } from '../shared/testing/seed.ts';
import { periodAt } from './period.ts';

const days = (now: string, anchor: string | null) => {
  const { from, until } = periodAt(new Date(now), anchor === null ? null : new Date(anchor));
  return [from.toISOString().slice(0, 13), until.toISOString().slice(0, 13)];
};

test('without an anchor a period is the calendar month, in UTC', () => {
  expect(days('2026-12-31T23:59:59.999Z', null)).toEqual(['2026-12-01T00', '2027-01-01T00']);
  expect(days('2027-01-01T00:00:00Z', null)).toEqual(['2027-01-01T00', '2027-02-01T00']);
});

test('the day of the anchor is the last day of months that are too short, and itself again afterwards', () => {
  const anchor = '2027-01-31T14:00:00Z';
  expect(days('2027-02-28T13:59:59Z', anchor)).toEqual(['2027-01-31T14', '2027-02-28T14']);
  expect(days('2027-02-28T14:00:00Z', anchor)).toEqual(['2027-02-28T14', '2027-03-31T14']);
  expect(days('2028-02-29T15:00:00Z', anchor)).toEqual(['2028-02-29T14', '2028-03-31T14']);
  expect(days('2028-03-01T00:00:00Z', '2024-02-29T00:00:00Z')).toEqual(['2028-02-29T00', '2028-03-29T00']);
  expect(days('2029-02-28T00:00:00Z', '2024-02-29T00:00:00Z')).toEqual(['2029-02-28T00', '2029-03-29T00']);
});

/** The slow way: one day after another, until the number of the day is right. */
function bruteForce(now: number, anchor: number): [number, number] {
  const hour = anchor % 86_400_000;
  const wanted = new Date(anchor).getUTCDate();
  const isStart = (day: number) => {
    const date = new Date(day).getUTCDate();
    const isLast = new Date(day + 86_400_000).getUTCDate() === 1;
    return date === wanted || (isLast && date < wanted);
  };
  let from = Math.floor(now / 86_400_000) * 86_400_000;
  while (!isStart(from) || from + hour > now) from -= 86_400_000;
  let until = from + 86_400_000;
  while (!isStart(until)) until += 86_400_000;
  return [from + hour, until + hour];
}

test(`periods are those found by counting days, whatever the anchor, and follow each other without a gap (seed ${seed})`, () => {
  const random = randomFrom(seed);
  const year2023 = Date.UTC(2023, 0);
  for (let n = 0; n < 3_000; n += 1) {
    const anchor = year2023 + Math.floor(random() * 24 * 366 * 3) * 3_600_000;
    const now = anchor + Math.floor((random() - 0.2) * 5 * 366 * 86_400_000);
    const { from, until } = periodAt(new Date(now), new Date(anchor));
    expect([from.getTime(), until.getTime()], `${anchor} ${now}`).toEqual(bruteForce(now, anchor));
    expect(periodAt(until, new Date(anchor)).from).toEqual(until);
  }
});
