import { expect, test } from 'vitest';
import { Lease } from './lease.ts';

const at = (seconds: number, wallSeconds = seconds) => ({ monotonicMs: seconds * 1_000, wallMs: wallSeconds * 1_000 });

test('a lease holds from before it was asked for, and renewing it prolongs it', () => {
  const lease = new Lease(15, at(0));
  expect(lease.isHeld(at(14.9))).toBe(true);
  lease.renewed(at(10), at(14.9));
  expect(lease.isHeld(at(24.9))).toBe(true);
  expect(lease.isHeld(at(25))).toBe(false);
});

test('time counts that passed while the machine slept, and a clock that was set back gains none', () => {
  expect(new Lease(15, at(0)).isHeld(at(1, 20))).toBe(false);
  expect(new Lease(15, at(0)).isHeld(at(20, -100))).toBe(false);
});

test('a lease that has run out is never held again, whatever gets through later', () => {
  const lease = new Lease(15, at(0));
  expect(lease.isHeld(at(16))).toBe(false);
  lease.renewed(at(17), at(17));
  expect(lease.isHeld(at(17))).toBe(false);
});
