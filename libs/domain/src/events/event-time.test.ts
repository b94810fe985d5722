import fc from 'fast-check';
import { expect, test } from 'vitest';
import { correctedTime, readInstant } from './event-time.ts';

const seed = Number(process.env['SEED'] ?? Math.floor(Math.random() * 2 ** 31));
const received = new Date('2026-11-30T12:00:00Z');
const minutes = (count: number) => new Date(received.getTime() + count * 60_000);

test('ISO 8601 is read with its zone, and without one as UTC', () => {
  expect(readInstant('2026-11-30T10:00:00+02:00')).toEqual({
    at: new Date('2026-11-30T08:00:00Z'),
    isZoneAssumed: false,
  });
  expect(readInstant('2026-11-30t08:00:00,5z')?.at.toISOString()).toBe('2026-11-30T08:00:00.500Z');
  expect(readInstant('2026-11-30 08:00')).toEqual({ at: new Date('2026-11-30T08:00:00Z'), isZoneAssumed: true });
  expect(readInstant('2026-11-30')).toEqual({ at: new Date('2026-11-30T00:00:00Z'), isZoneAssumed: true });
});

test.each([
  '',
  'yesterday',
  '30.11.2026',
  '2026-02-30',
  '2026-13-01',
  '2026-11-30T25:00Z',
  '+292277-01-01T00:00:00Z',
  '1969-12-31T23:59:59Z',
  '1764489600000',
  '2026-11-30T10:00:00Z; drop',
])('“%s” is no time', (text) => expect(readInstant(text)).toBeNull());

test('a clock that is five minutes off or less is left alone: the rest may be the network', () => {
  expect(correctedTime(minutes(-1), minutes(-5), received)).toEqual(minutes(-1));
  expect(correctedTime(minutes(-1), minutes(4), received)).toEqual(minutes(-1));
  expect(correctedTime(minutes(-1), null, received)).toEqual(minutes(-1));
});

test('a clock that is further off is corrected in steps of five minutes', () => {
  expect(correctedTime(minutes(-61), minutes(-60), received)).toEqual(minutes(-1));
  expect(correctedTime(minutes(120), minutes(121), received)).toEqual(minutes(0));
});

test(`events of one device stay in order, whatever the network takes, beyond a clock that is set anew (seed ${seed})`, () => {
  const skew = fc
    .integer({ min: -500_000, max: 500_000 })
    .filter((seconds) => Math.abs(seconds % 300) < 140 && Math.abs(seconds) > 500);
  fc.assert(
    fc.property(skew, fc.integer({ min: 0, max: 5_000 }), fc.integer({ min: 0, max: 5_000 }), (seconds, one, other) => {
      const device = (at: Date) => new Date(at.getTime() - seconds * 1000);
      const first = correctedTime(device(minutes(-2)), device(received), new Date(received.getTime() + one));
      const second = correctedTime(device(minutes(-1)), device(received), new Date(received.getTime() + other));
      expect(first.getTime()).toBeLessThan(second.getTime());
    }),
    { seed },
  );
});
