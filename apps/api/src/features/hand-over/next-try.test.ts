import { expect, test } from 'vitest';
import { nextTry } from './next-try.ts';
import { neverHandedOver, type Outcome } from './outcome.ts';

const now = new Date('2026-03-01T12:00:00Z');
const ago = (minutes: number) => new Date(now.getTime() - minutes * 60_000);
const outcome = (some: Partial<Outcome>): Outcome => ({ ...neverHandedOver('a'), response: '451 later', ...some });
const afterMinutes = (attempts: number) =>
  (nextTry(outcome({}), { attempts, createdAt: now }, now).dueAt.getTime() - now.getTime()) / 60_000;

test('what certainly was not taken is tried again ever more rarely, at last every hour', () => {
  expect([1, 2, 3, 6, 7, 20].map(afterMinutes)).toEqual([1, 2, 4, 32, 60, 60]);
});

test('what was taken, what may have been and what was refused is not tried again', () => {
  const tried = { attempts: 1, createdAt: now };
  expect(nextTry(outcome({ state: 'accepted' }), tried, now).state).toBe('accepted');
  expect(nextTry(outcome({ state: 'unknown' }), tried, now).state).toBe('unknown');
  expect(nextTry(outcome({ state: 'failed', reason: 'rejected' }), tried, now)).toMatchObject({
    state: 'failed',
    counts: true,
  });
});

test('what never left is due at once, and the attempt does not count', () => {
  const tried = { attempts: 9, createdAt: ago(2 * 24 * 60) };
  expect(nextTry(neverHandedOver('a'), tried, now)).toEqual({ state: 'pending', dueAt: now, counts: false });
});

test('it is tried for a day, even after as many attempts as other mail gets', () => {
  const at = (minutes: number, some: Partial<Outcome> = {}) =>
    nextTry(outcome(some), { attempts: 30, createdAt: ago(minutes) }, now).state;
  expect(at(23 * 60)).toBe('pending');
  expect(at(23 * 60 + 1)).toBe('failed');
  expect(at(60, { state: 'failed', reason: 'retries_exhausted' })).toBe('pending');
});
