import { expect, test } from 'vitest';
import { randomFrom, seed } from '../shared/testing/seed.ts';
import { compareVariants, type VariantResult, leaderOf } from './compare-variants.ts';

/** ln Γ of whole numbers. */
const logGamma = (n: number) => Array.from({ length: n - 1 }, (_, i) => Math.log(i + 1)).reduce((a, b) => a + b, 0);
const logBeta = (a: number, b: number) => logGamma(a) + logGamma(b) - logGamma(a + b);

/** Miller's closed form: the probability that the second of two is better. */
function secondIsBetter(first: VariantResult, second: VariantResult): number {
  const [a, b] = [first.did + 1, first.people - first.did + 1];
  const [c, d] = [second.did + 1, second.people - second.did + 1];
  let sum = 0;
  for (let i = 0; i < c; i += 1) {
    sum += Math.exp(logBeta(a + i, b + d) - Math.log(d + i) - logBeta(1 + i, d) - logBeta(a, b));
  }
  return sum;
}

test.each([
  [
    { people: 1_000, did: 120 },
    { people: 1_000, did: 145 },
  ],
  [
    { people: 482, did: 9 },
    { people: 482, did: 15 },
  ],
  [
    { people: 10, did: 0 },
    { people: 10, did: 10 },
  ],
  [
    { people: 3, did: 1 },
    { people: 900, did: 30 },
  ],
  [
    { people: 0, did: 0 },
    { people: 0, did: 0 },
  ],
])('two variants are compared as the closed form says: %o, %o', (first, second) => {
  const [a, b] = compareVariants([first, second]);
  expect(b?.probability).toBeCloseTo(secondIsBetter(first, second), 4);
  expect((a?.probability ?? 0) + (b?.probability ?? 0)).toBeCloseTo(1, 4);
});

test('intervals and losses are those of the posterior', () => {
  // Uniform posteriors: the middle 95 % of 0 to 1; the greater of two is 2/3 on average, so choosing either costs 1/6.
  const [a] = compareVariants([
    { people: 0, did: 0 },
    { people: 0, did: 0 },
  ]);
  expect(a?.low).toBeCloseTo(0.025, 3);
  expect(a?.high).toBeCloseTo(0.975, 3);
  expect(a?.loss).toBeCloseTo(1 / 6, 3);
  // Beta(121, 881), whose quantiles were found by adding up 400,000 steps of its density.
  const [b] = compareVariants([
    { people: 1_000, did: 120 },
    { people: 1_000, did: 145 },
  ]);
  expect(b?.low).toBeCloseTo(0.10132, 4);
  expect(b?.high).toBeCloseTo(0.14163, 4);
});

test('of five, the probabilities add up to 1 and the best has the least to lose', () => {
  const compared = compareVariants([5, 9, 30, 11, 0].map((did) => ({ people: 200, did })));
  expect(compared.reduce((sum, { probability }) => sum + probability, 0)).toBeCloseTo(1, 3);
  expect(leaderOf(compared)).toEqual({ leading: 2, isClear: true });
  expect(Math.min(...compared.map(({ loss }) => loss))).toBe(compared[2]?.loss);
});

test('large tests of different rates are computed as well as small ones', () => {
  const compared = compareVariants([
    { people: 1_000_000, did: 10_000 },
    { people: 1_000_000, did: 500_000 },
  ]);
  expect(compared[1]?.probability).toBeCloseTo(1, 6);
  expect(compared[0]?.rate).toBe(0.01);
  expect(compared[0]?.low).toBeCloseTo(0.009806, 5);
});

test('variants of which nobody knows anything have no winner; the first leads', () => {
  const compared = compareVariants([1, 2, 3].map(() => ({ people: 0, did: 0 })));
  expect(leaderOf(compared)).toEqual({ leading: 0, isClear: false });
});

test.each([2, 3, 5])(
  '%i equal variants have a false winner in at most 5 of 100 tests, give or take',
  (variants) => {
    const random = randomFrom(seed + variants);
    const tests = 600;
    const winners = Array.from({ length: tests }, () =>
      compareVariants(
        Array.from({ length: variants }, () => ({
          people: 400,
          did: Array.from({ length: 400 }, random).filter((value) => value < 0.06).length,
        })),
      ),
    ).filter((compared) => leaderOf(compared).isClear);
    const share = winners.length / tests;
    process.stdout.write(`${variants} equal variants, seed ${seed}: false winners ${(share * 100).toFixed(1)} %\n`);
    // Five standard deviations above 5 %: this fails by chance once in some million runs.
    expect(share).toBeLessThan(0.05 + 5 * Math.sqrt((0.05 * 0.95) / tests));
  },
  60_000,
);

test('a variant that is twice as good wins most of the time', () => {
  const random = randomFrom(seed);
  const tests = 100;
  const won = Array.from({ length: tests }, () =>
    leaderOf(
      compareVariants(
        [0.05, 0.1].map((rate) => ({
          people: 500,
          did: Array.from({ length: 500 }, random).filter((value) => value < rate).length,
        })),
      ),
    ),
  ).filter(({ leading, isClear }) => isClear && leading === 1).length;
  expect(won, `seed ${seed}`).toBeGreaterThan(tests / 2);
});
