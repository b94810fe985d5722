import { expect, test } from 'vitest';
import { chanceOf, seed } from '../../testing/chance.ts';
import { common, hoursOfPeriod, meteredHours, type MeteredSpan } from './metered-hours.ts';

const hourMs = 3_600_000;
const day = (time: string) => new Date(`2024-02-29T${time}Z`);
const horizon = new Date('2024-03-01T00:00:00Z');

const span = (from: string, until: string | null, more: Partial<MeteredSpan> = {}): MeteredSpan => ({
  meter: 'emails',
  priceId: 'price_a',
  customerId: 'cus_1',
  from: day(from),
  until: until === null ? null : day(until),
  ...more,
});

/** Such as `price_a 10-12`. */
const hours = (...spans: MeteredSpan[]) =>
  meteredHours(spans, horizon).map(
    ({ priceId, from, until }) => `${priceId} ${from.toISOString().slice(8, 13)}-${until.toISOString().slice(8, 13)}`,
  );

test('an hour counts when it was paid for all through it', () => {
  expect(hours(span('10:00:00', '12:00:00'))).toEqual(['price_a 29T10-29T12']);
  expect(hours(span('10:00:01', '12:59:59'))).toEqual(['price_a 29T11-29T12']);
  expect(hours(span('10:20:00', '10:40:00'))).toEqual([]);
  expect(hours(span('10:20:00', '11:40:00'))).toEqual([]);
});

test('what goes on counts up to the last whole hour', () => {
  expect(hours(span('22:00:00', null))).toEqual(['price_a 29T22-01T00']);
});

test('an hour in which the price changed is billed at the new price', () => {
  const next = { priceId: 'price_b' };
  expect(hours(span('09:00:00', '10:37:12'), span('10:37:12', '12:00:00', next))).toEqual([
    'price_a 29T09-29T10',
    'price_b 29T10-29T12',
  ]);
  expect(hours(span('09:00:00', '10:00:00'), span('10:00:00', null, next))).toEqual([
    'price_a 29T09-29T10',
    'price_b 29T10-01T00',
  ]);
  const last = { priceId: 'price_c' };
  expect(
    hours(span('09:00:00', '10:10:00'), span('10:10:00', '10:20:00', next), span('10:20:00', '11:00:00', last)),
  ).toEqual(['price_a 29T09-29T10', 'price_c 29T10-29T11']);
});

test('an hour with a gap is not billed, and neither is one before the first price began', () => {
  const next = { priceId: 'price_b' };
  expect(hours(span('09:30:00', '10:10:00'), span('10:20:00', '12:00:00', next))).toEqual(['price_b 29T11-29T12']);
  expect(hours(span('10:30:00', '10:40:00'), span('10:40:00', '12:00:00', next))).toEqual(['price_b 29T11-29T12']);
});

test('the end of a price that was noticed late takes nothing from the next', () => {
  expect(hours(span('09:00:00', '11:30:00'), span('10:00:00', null, { priceId: 'price_b' }))).toEqual([
    'price_a 29T09-29T10',
    'price_b 29T10-01T00',
  ]);
});

test('a second subscription that was ended again changes nothing', () => {
  expect(hours(span('09:00:00', null), span('10:05:00', '10:06:00', { priceId: 'price_b' }))).toEqual([
    'price_a 29T09-01T00',
  ]);
});

test('meters do not mix', () => {
  expect(
    hours(span('09:00:00', '10:00:00', { meter: 'events' }), span('10:00:00', '11:00:00', { priceId: 'price_b' })),
  ).toEqual(['price_b 29T10-29T11', 'price_a 29T09-29T10']);
});

test(`of any changes within a time that is paid for, each hour is billed once (seed ${seed})`, () => {
  const chance = chanceOf('metered-hours');
  for (let round = 0; round < 500; round++) {
    const cuts = Array.from({ length: chance.between(2, 8) }, () => chance.between(0, 48 * 3_600)).toSorted(
      (a, b) => a - b,
    );
    const at = (s: number) => new Date(day('00:00:00').getTime() - 24 * hourMs + s * 1_000);
    const spans = cuts
      .slice(1)
      .map((until, n) => span('00:00:00', null, { priceId: `price_${n}`, from: at(cuts[n] ?? 0), until: at(until) }));
    const billed = meteredHours(spans, new Date(horizon.getTime() + 48 * hourMs)).flatMap(({ from, until }) =>
      Array.from({ length: (until.getTime() - from.getTime()) / hourMs }, (_, n) => from.getTime() / hourMs + n),
    );
    const [first = 0, last = 0] = [cuts[0], cuts.at(-1)];
    const [begin, end] = [Math.ceil(at(first).getTime() / hourMs), Math.floor(at(last).getTime() / hourMs)];
    expect(billed.toSorted((a, b) => a - b)).toEqual(
      Array.from({ length: Math.max(0, end - begin) }, (_, n) => begin + n),
    );
  }
});

test('the hour in which a period ends is in the line of the next', () => {
  const period = hoursOfPeriod(day('08:30:00'), day('10:37:12'));
  expect(period).toEqual({ from: day('08:00:00'), until: day('10:00:00') });
  const [all] = meteredHours([span('09:00:00', '12:00:00')], horizon);
  expect(all && common(all, period)).toMatchObject({ from: day('09:00:00'), until: day('10:00:00') });
  expect(all && common(all, hoursOfPeriod(day('12:00:00'), day('14:00:00')))).toBeNull();
});
