import { expect, test } from 'vitest';
import { complaintRate, noCounts } from './rates.ts';
import { type PaceOfDomain, suggestPace } from './suggest-pace.ts';

const established: PaceOfDomain = {
  lastWeek: { ...noCounts, accepted: 10_000 },
  busiestDay: 4_000,
  ageInDays: 200,
  capToday: null,
  isWarmingUp: false,
};
const warming: PaceOfDomain = { ...established, ageInDays: 5, capToday: 800, isWarmingUp: true, busiestDay: 780 };
const week = (changes: Partial<PaceOfDomain['lastWeek']>) => ({ ...established.lastWeek, ...changes });

test('nothing is suggested for an established domain whose mail is taken', () => {
  expect(suggestPace(established)).toBeNull();
});

test('a warm-up that is going well is told so', () => {
  expect(suggestPace(warming)).toEqual({ pace: 'on_track', perDay: null, because: 'accepted_well' });
});

test('complaints at 0.1 % hold the pace, at 0.3 % halve it', () => {
  expect(suggestPace({ ...warming, lastWeek: week({ complained: 9 }) })).toMatchObject({ pace: 'on_track' });
  expect(suggestPace({ ...warming, lastWeek: week({ complained: 10 }) })).toEqual({
    pace: 'hold',
    perDay: 780,
    because: 'complaints',
  });
  expect(suggestPace({ ...warming, lastWeek: week({ complained: 30 }) })).toEqual({
    pace: 'slow_down',
    perDay: 390,
    because: 'complaints',
  });
});

test('a few complaints about a few messages are no rate', () => {
  const few = { ...noCounts, accepted: 300, complained: 3 };
  expect(complaintRate(few)).toBeNull();
  expect(suggestPace({ ...warming, lastWeek: few })).toMatchObject({ pace: 'on_track' });
});

test('refusals by policy halve the pace, deferrals hold it', () => {
  expect(suggestPace({ ...established, lastWeek: week({ refused: 700, policy: 700 }) })).toEqual({
    pace: 'slow_down',
    perDay: 2_000,
    because: 'refusals',
  });
  expect(suggestPace({ ...established, lastWeek: week({ deferred: 2_500 }) })).toEqual({
    pace: 'hold',
    perDay: 4_000,
    because: 'deferrals',
  });
});

test('a new domain that sends much without a limit should be warmed up', () => {
  const fresh = { ...established, ageInDays: 3 };
  expect(suggestPace(fresh)).toEqual({ pace: 'begin_warm_up', perDay: 4_000, because: 'new_domain' });
  expect(suggestPace({ ...fresh, busiestDay: 150 })).toBeNull();
  expect(suggestPace({ ...fresh, ageInDays: null, lastWeek: noCounts, busiestDay: 0 })).toBeNull();
});
