import { expect, test } from 'vitest';
import { type KeyOfDomain, keysAfterCheck } from './key-rotation.ts';
import type { RecordStanding } from './record-purposes.ts';

const start = new Date('2026-12-01T00:00:00Z');
const day = (n: number) => new Date(start.getTime() + n * 86_400_000);
const fresh = (id: string, selector: string): KeyOfDomain => ({
  id,
  selector,
  state: 'published',
  timesSeen: 0,
  signsSince: null,
  retiredAt: null,
});

function check(
  keys: readonly KeyOfDomain[],
  found: Record<string, RecordStanding>,
  now: Date,
  isRotationWanted = false,
) {
  return keysAfterCheck(keys, new Map(Object.entries(found)), { now, isRotationWanted });
}
const statesOf = (keys: readonly KeyOfDomain[]) => keys.map(({ state }) => state);

test('the first key found signs, the other one becomes ready when it was found twice', () => {
  let keys: readonly KeyOfDomain[] = [fresh('a', 's1'), fresh('b', 's2')];
  ({ keys } = check(keys, { a: 'missing', b: 'missing' }, day(0)));
  expect(statesOf(keys)).toEqual(['published', 'published']);
  ({ keys } = check(keys, { a: 'published', b: 'published' }, day(0)));
  expect(statesOf(keys)).toEqual(['signing', 'published']);
  ({ keys } = check(keys, { a: 'published', b: 'published' }, day(1)));
  expect(statesOf(keys)).toEqual(['signing', 'ready']);
});

test('a wanted rotation waits until the other key was found twice in a row, then the old record stays for seven days', () => {
  let keys: readonly KeyOfDomain[] = [{ ...fresh('a', 's1'), state: 'signing', signsSince: day(0) }, fresh('b', 's2')];
  const both = { a: 'published', b: 'published' } as const;
  ({ keys } = check(keys, both, day(1), true));
  ({ keys } = check(keys, { ...both, b: 'missing' }, day(2), true));
  ({ keys } = check(keys, both, day(3), true));
  expect(statesOf(keys)).toEqual(['signing', 'published']);
  ({ keys } = check(keys, both, day(4), true));
  expect(statesOf(keys)).toEqual(['retired', 'signing']);
  ({ keys } = check(keys, both, day(10.9)));
  expect(statesOf(keys)).toEqual(['retired', 'signing']);
  const over = check(keys, { b: 'published' }, day(11));
  expect(statesOf(over.keys)).toEqual(['removable', 'signing']);
  expect(over.toMake).toEqual(['s1']);
  expect(check([...over.keys, fresh('c', 's1')], { b: 'published' }, day(12)).toMake).toEqual([]);
});

test('when the record of the signing key is gone, the other one takes over at once if its record is there', () => {
  const keys = [{ ...fresh('a', 's1'), state: 'signing' as const, signsSince: day(0) }, fresh('b', 's2')];
  expect(statesOf(check(keys, { a: 'wrong', b: 'published' }, day(1)).keys)).toEqual(['retired', 'signing']);
  expect(statesOf(check(keys, { a: 'wrong', b: 'missing' }, day(1)).keys)).toEqual(['signing', 'published']);
});

test('name servers that do not answer change nothing', () => {
  const keys = [
    { ...fresh('a', 's1'), state: 'signing' as const, signsSince: day(0) },
    { ...fresh('b', 's2'), timesSeen: 1 },
  ];
  expect(check(keys, { a: 'unreachable', b: 'unreachable' }, day(1), true).keys).toEqual(keys);
});

test('a key hands over by itself after half a year, if the other one is ready', () => {
  const old = { ...fresh('a', 's1'), state: 'signing' as const, signsSince: day(0) };
  const both = { a: 'published', b: 'published' } as const;
  expect(statesOf(check([old, { ...fresh('b', 's2'), state: 'ready' }], both, day(180)).keys)).toEqual([
    'retired',
    'signing',
  ]);
  expect(statesOf(check([old, { ...fresh('b', 's2'), state: 'ready' }], both, day(179)).keys)).toEqual([
    'signing',
    'ready',
  ]);
  expect(statesOf(check([old, fresh('b', 's2')], { ...both, b: 'missing' }, day(300)).keys)).toEqual([
    'signing',
    'published',
  ]);
});
