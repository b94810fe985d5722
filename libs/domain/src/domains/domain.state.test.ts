import { expect, test } from 'vitest';
import { afterCheck, checkVerdicts, domainStates, maySend, nextCheckAt } from './domain.state.ts';

const since = new Date('2026-12-01T00:00:00Z');
const after = (hours: number) => new Date(since.getTime() + hours * 3_600_000);

test('every state, verdict and time leads where it should', () => {
  const ends = domainStates.map((state) => [
    state,
    ...checkVerdicts.flatMap((verdict) =>
      [1, 71.99, 72].map((hours) => afterCheck({ state, since }, verdict, after(hours))),
    ),
  ]);
  const thrice = (state: string) => [state, state, state];
  expect(ends).toEqual([
    ['pending', ...thrice('verified'), 'pending', 'pending', 'failed', ...thrice('pending')],
    ['verified', ...thrice('verified'), ...thrice('degraded'), ...thrice('verified')],
    ['degraded', ...thrice('verified'), 'degraded', 'degraded', 'failed', ...thrice('degraded')],
    ['failed', ...thrice('verified'), ...thrice('failed'), ...thrice('failed')],
  ]);
});

test('a pending domain is checked after a minute, then in growing gaps of at most an hour', () => {
  const gaps: number[] = [];
  let now = since;
  while (afterCheck({ state: 'pending', since }, 'missing', now) === 'pending') {
    const next = nextCheckAt({ state: 'pending', since }, 'missing', now)!;
    gaps.push((next.getTime() - now.getTime()) / 60_000);
    now = next;
  }
  expect(gaps[0]).toBe(1);
  expect(gaps).toEqual(gaps.toSorted((a, b) => a - b));
  expect(gaps.at(-1)).toBe(60);
  expect(gaps.length).toBeLessThan(100);
});

test('a verified domain is checked daily, within the hour when nobody answered, and a failed one for a month', () => {
  const hoursUntil = (state: 'verified' | 'failed', verdict: 'found' | 'missing' | 'unreachable', hours: number) => {
    const next = nextCheckAt({ state, since }, verdict, after(hours));
    return next && (next.getTime() - after(hours).getTime()) / 3_600_000;
  };
  expect(hoursUntil('verified', 'found', 500)).toBe(24);
  expect(hoursUntil('verified', 'unreachable', 500)).toBe(1);
  expect(hoursUntil('failed', 'missing', 500)).toBe(24);
  expect(hoursUntil('failed', 'missing', 30 * 24)).toBeNull();
});

test('only domains that were proven and not given up may send', () => {
  expect(domainStates.filter(maySend)).toEqual(['verified', 'degraded']);
});
