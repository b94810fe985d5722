import fc from 'fast-check';
import { expect, test } from 'vitest';
import { afterCheck, linkProblems, type LinkHostStanding, nextCheckAt, nextOrderAt } from './link-host.state.ts';

const now = new Date('2026-11-30T12:00:00Z');
const later = (minutes: number) => new Date(now.getTime() + minutes * 60_000);
const standing = (of: Partial<LinkHostStanding>): LinkHostStanding => ({
  state: 'live',
  problem: null,
  misses: 0,
  stateSince: now,
  ...of,
});

test('a host is live once our own request came back, and only then', () => {
  const pending = standing({ state: 'pending' });
  for (const problem of linkProblems)
    expect(afterCheck(pending, problem, later(1))).toMatchObject({ state: 'pending', problem });
  expect(afterCheck(pending, null, later(1))).toEqual(standing({ stateSince: later(1) }));
});

test('a definite problem takes a live host off at once; silence only the second time', () => {
  for (const problem of linkProblems.filter((each) => each !== 'unreachable'))
    expect(afterCheck(standing({}), problem, later(1)), problem).toMatchObject({ state: 'failing', problem });
  const once = afterCheck(standing({}), 'unreachable', later(1));
  expect(once).toEqual(standing({ misses: 1 }));
  expect(afterCheck(once, 'unreachable', later(2))).toMatchObject({ state: 'failing', problem: 'unreachable' });
  expect(afterCheck(once, null, later(2))).toEqual(standing({}));
});

test('a host that mail links to now is off within five minutes of its failure, whatever the failure is', () => {
  fc.assert(
    fc.property(fc.constantFrom(...linkProblems), fc.integer({ min: 0, max: 119 }), (problem, secondsBefore) => {
      let at = new Date(now.getTime() - secondsBefore * 1_000); // the last good check
      let host = standing({ stateSince: at });
      const wantedAt = at;
      while (host.state === 'live') {
        at = nextCheckAt(host, { now: at, wantedAt });
        host = afterCheck(host, problem, at);
      }
      expect(at.getTime() - now.getTime()).toBeLessThan(5 * 60_000);
    }),
  );
});

test('what fails is checked at growing distances, and orders back off to a day or until the authority says', () => {
  const failing = standing({ state: 'failing', problem: 'certificate' });
  const minutesTo = (at: Date, wantedAt: Date | null = null) =>
    (nextCheckAt(failing, { now: at, wantedAt }).getTime() - at.getTime()) / 60_000;
  expect([minutesTo(now), minutesTo(later(40)), minutesTo(later(10_000))]).toEqual([1, 10, 60]);
  expect(minutesTo(later(10_000), later(9_999))).toBe(5);
  expect([1, 2, 3, 20].map((failures) => nextOrderAt(failures, now))).toEqual([15, 30, 60, 1_440].map(later));
  expect(nextOrderAt(1, now, later(200))).toEqual(later(200));
});
