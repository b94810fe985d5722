import { expect, test } from 'vitest';
import { randomFrom, seed } from '../shared/testing/seed.ts';
import { compareRevenue, fewestBuyers } from './compare-revenue.ts';
import type { VariantResult } from './compare-variants.ts';
import { decideAbTest } from './decide-ab-test.ts';
import { judgeVariants } from './judge-variants.ts';

const revenue = { metric: 'revenue', currency: 'EUR' } as const;

/** People of whom a share buys, for amounts whose logarithms are normal: most are small, some large. */
function drawn(random: () => number, { people, share, average }: { people: number; share: number; average: number }) {
  let [did, sum, squares] = [0, 0, 0];
  for (let person = 0; person < people; person += 1) {
    if (random() >= share) continue;
    const normal = Math.sqrt(-2 * Math.log(1 - random())) * Math.cos(2 * Math.PI * random());
    const paid = average * Math.exp(normal * 0.8 - 0.32);
    did += 1;
    sum += paid;
    squares += paid * paid;
  }
  return { people, did, paid: { sum, squares } } satisfies VariantResult;
}

test(`two variants that bring in the same have a winner in about 5 of 100 tests (seed ${seed})`, () => {
  const random = randomFrom(seed);
  const same = { people: 1_500, share: 0.04, average: 40 };
  const clear = Array.from({ length: 400 }, () => judgeVariants(revenue, [drawn(random, same), drawn(random, same)]));
  expect(clear.filter(({ isClear }) => isClear).length).toBeLessThan(400 * 0.1);
});

test(`a variant after which people pay half as much again wins, although as many buy (seed ${seed})`, () => {
  const random = randomFrom(seed + 1);
  const people = { people: 8_000, share: 0.05 };
  const results = [drawn(random, { ...people, average: 40 }), drawn(random, { ...people, average: 60 })];
  expect(judgeVariants(revenue, results)).toMatchObject({ leading: 1, isClear: true });
  const decided = decideAbTest({ ...revenue, decidedBy: 'itself', whenUnclear: 'leading' }, results);
  expect(decided).toMatchObject({ outcome: 'winner', variant: 1 });
  expect(decided?.why).toMatch(/^B won: revenue per message of A €[\d.]+, B €[\d.]+; B has a .* chance/);
});

test('probabilities add up to 1, and what is equal is equal', () => {
  const one = { people: 500, did: 20, paid: { sum: 800, squares: 40_000 } };
  const [a, b] = compareRevenue([one, one]);
  expect(a?.probability).toBeCloseTo(0.5, 3);
  expect(a?.rate).toBeCloseTo(1.6, 9);
  expect(b?.loss).toBeGreaterThan(0);
  const three = compareRevenue([one, { ...one, did: 30, paid: { sum: 1_500, squares: 90_000 } }, one]);
  expect(three.reduce((sum, { probability }) => sum + probability, 0)).toBeCloseTo(1, 3);
});

test('without buyers, or with too few, nothing is a number that is not, and nobody wins', () => {
  const nobody = { people: 100, did: 0, paid: { sum: 0, squares: 0 } };
  for (const results of [
    [nobody, nobody],
    [{ people: 0, did: 0 }, nobody],
    [nobody, { people: 100, did: fewestBuyers - 1, paid: { sum: 9e6, squares: 9e12 } }],
    [{ people: 5, did: 5, paid: { sum: 50, squares: 500 } }, nobody],
  ]) {
    const { comparisons, isClear } = judgeVariants(revenue, results);
    expect(comparisons.flatMap((each) => Object.values(each)).every(Number.isFinite)).toBe(true);
    expect(isClear).toBe(false);
  }
});
