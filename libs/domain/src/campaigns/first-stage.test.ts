import { expect, test } from 'vitest';
import { decideAbTest } from './decide-ab-test.ts';
import { campaignRollout, campaignAbTest, stagesOf, sizesOf, usualRollout, usualAbTest } from './first-stage.ts';
import { ratesOf, reasonToPause, reasonToStop } from './bounces-and-complaints.ts';

test('the numbers in the editor: 20 % of 4,820 people in two variants', () => {
  expect(sizesOf(stagesOf({ abTest: usualAbTest, rollout: null })!, 4_820)).toEqual({
    each: 482,
    first: 964,
    held: 3_856,
  });
});

test.each([
  [{ groups: 2, percent: 20, people: null }, 10, { each: 1, first: 2, held: 8 }],
  [{ groups: 3, percent: 50, people: null }, 11, { each: 1, first: 3, held: 8 }],
  [{ groups: 5, percent: 10, people: null }, 4, { each: 1, first: 4, held: 0 }],
  [{ groups: 1, percent: 2, people: null }, 10_000, { each: 200, first: 200, held: 9_800 }],
  [{ groups: 1, percent: null, people: 500 }, 300, { each: 500, first: 300, held: 0 }],
])('%o of %i people', (plan, people, sizes) => expect(sizesOf(plan, people)).toEqual(sizes));

test('every mistake is said in words', () => {
  const messages = (input: unknown, schema: typeof campaignAbTest | typeof campaignRollout) =>
    schema.safeParse(input).error?.issues.map(({ message }) => message);
  expect(messages({ ...usualAbTest, share: 95 }, campaignAbTest)).toEqual([
    'Test with at most 90 percent, so that some people are left to get the winner.',
  ]);
  expect(messages({ ...usualAbTest, variants: [{}] }, campaignAbTest)).toEqual(['Compare at least two variants.']);
  expect(messages({ ...usualAbTest, variants: Array.from({ length: 6 }, () => ({})) }, campaignAbTest)).toEqual([
    'Compare at most five variants.',
  ]);
  expect(messages({ ...usualAbTest, variants: [{}, { subject: 'a\nBcc: x' }] }, campaignAbTest)).toEqual([
    'Remove line breaks and other control characters.',
  ]);
  expect(messages({ ...usualRollout, holdMinutes: 0.5 }, campaignRollout)).toEqual([
    'Enter the time in whole minutes.',
  ]);
  expect(messages({ ...usualRollout, first: { unit: 'percent', value: 0 } }, campaignRollout)).toEqual([
    'Start with at least 1 percent.',
  ]);
  expect(messages({ ...usualRollout, limits: { ...usualRollout.limits, bounces: 0 } }, campaignRollout)).toEqual([
    'Enter at least 0.01 percent.',
  ]);
});

const clear = [
  { people: 500, did: 20 },
  { people: 500, did: 60 },
];
const unclear = [
  { people: 500, did: 30 },
  { people: 500, did: 33 },
];

test('a clear winner is sent whatever was said for the other case', () => {
  for (const whenUnclear of ['leading', 'first', 'member'] as const) {
    expect(decideAbTest({ ...usualAbTest, whenUnclear }, clear)).toMatchObject({ outcome: 'winner', variant: 1 });
  }
});

test('without one, what the owner chose beforehand happens', () => {
  expect(decideAbTest({ ...usualAbTest, whenUnclear: 'leading' }, unclear)).toMatchObject({
    outcome: 'unclear',
    variant: 1,
  });
  expect(decideAbTest({ ...usualAbTest, whenUnclear: 'first' }, unclear)).toEqual({
    outcome: 'unclear',
    variant: 0,
    why: expect.stringMatching(
      /^No clear winner, so A is sent: clicks of A 6 %, B 6.6 %; B has a 6\d(\.\d)? % chance of being best\.$/,
    ) as string,
  });
  expect(decideAbTest({ ...usualAbTest, whenUnclear: 'member' }, unclear)).toBeNull();
  expect(decideAbTest({ ...usualAbTest, decidedBy: 'member' }, clear)).toBeNull();
});

const limits = { bounces: 5, complaints: 0.1, from: 500 };
const counts = { answered: 500, accepted: 480, bounces: 26, complaints: 0, unsubscribes: 3 };

test('a campaign pauses when bounces or complaints go over their limit, not at it and not before there are enough', () => {
  expect(reasonToPause(counts, limits, null)).toContain('26 of 500 bounced (5.2 %, the limit is 5 %)');
  expect(reasonToPause({ ...counts, bounces: 25 }, limits, null)).toBeNull();
  expect(reasonToPause({ ...counts, answered: 499 }, limits, null)).toBeNull();
  expect(reasonToPause({ ...counts, bounces: 0, complaints: 1 }, limits, null)).toContain(
    '1 of 480 complained (0.21 %',
  );
});

test('what a person let pass pauses it again only when it gets worse by half', () => {
  const let6Pass = ratesOf({ ...counts, bounces: 30 });
  expect(reasonToPause({ ...counts, bounces: 45 }, limits, let6Pass)).toBeNull();
  expect(reasonToPause({ ...counts, bounces: 46 }, limits, let6Pass)).toContain('the limit is 9 %');
  expect(reasonToPause({ ...counts, bounces: 30, complaints: 1 }, limits, let6Pass)).toContain('complained');
});

test('the rest of a roll-out gets nothing when the first stage exceeded its limits, or when nobody took it', () => {
  const guard = { bounces: 2, complaints: 0.1, unsubscribes: 1 };
  const first = { answered: 200, accepted: 200, bounces: 0, complaints: 0, unsubscribes: 2 };
  expect(reasonToStop(first, guard, 9_800)).toBeNull();
  expect(reasonToStop({ ...first, unsubscribes: 3 }, guard, 9_800)).toBe(
    'The first stage exceeded its limits: 3 of 200 unsubscribed (1.5 %, the limit is 1 %). 9,800 people were not mailed. Resume to send to them anyway, or cancel.',
  );
  expect(reasonToStop({ ...first, answered: 0, accepted: 0 }, guard, 10)).toContain('No message');
});
