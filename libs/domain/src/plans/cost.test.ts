import { expect, test } from 'vitest';
import { randomFrom, seed } from '../shared/testing/seed.ts';
import { costOf, costOfMore, minorOf, textOf, unitsWithin } from './cost.ts';
import { type Plan, plan } from './plan.ts';

const planOf = (
  unitAmount: string,
  { per = 1_000, included = 50_000, currency = 'EUR', amount = '29.00' } = {},
): Plan =>
  plan.parse({
    key: 'team',
    name: 'Team',
    limits: { emails: { kind: 'metered', included } },
    price: { currency, amount, meters: { emails: { included, unitAmount, per } } },
  });

test('a month costs its plan and what is used beyond what is included', () => {
  expect(costOf(planOf('0.80'), { emails: 56_000, contacts: 9 })).toEqual({
    currency: 'EUR',
    lines: [
      { meter: null, used: 1, included: 0, amount: '29.00' },
      { meter: 'emails', used: 56_000, included: 50_000, amount: '4.80' },
    ],
    total: '33.80',
  });
  expect(costOf(planOf('0.80'), { emails: 50_000 })?.total).toBe('29.00');
  expect(costOf(planOf('0.80'), {})?.total).toBe('29.00');
  expect(costOf(plan.parse({ key: 'free', name: 'Free' }), { emails: 1 })).toBeNull();
});

test('each line is rounded half up to the smallest unit of the currency, which may be the unit itself', () => {
  const of = (unitAmount: string, emails: number, more = {}) =>
    costOf(planOf(unitAmount, { included: 0, ...more }), { emails })?.lines[1]?.amount;
  expect(of('0.005', 1, { per: 1 })).toBe('0.01');
  expect(of('0.0049999', 1, { per: 1 })).toBe('0.00');
  expect(of('0.80', 1)).toBe('0.00'); // 0.0008
  expect(of('0.80', 7)).toBe('0.01'); // 0.0056
  expect(of('80', 6, { currency: 'JPY', amount: '2900' })).toBe('0'); // 0.48
  expect(of('80', 7, { currency: 'JPY', amount: '2900' })).toBe('1'); // 0.56
  expect(of('0.0005', 1, { currency: 'KWD', amount: '9.500', per: 1 })).toBe('0.001');
  expect(of('0.000000000001', 9_007_199_254_740_991, { per: 1 })).toBe('9007.20');
});

test(`amounts are those of exact fractions, pieces add up to the whole, and what fits below an amount is the most (seed ${seed})`, () => {
  const random = randomFrom(seed);
  const whole = (most: number) => Math.floor(random() * most);
  for (let n = 0; n < 5_000; n += 1) {
    const currency = ['EUR', 'JPY', 'KWD', 'USD'][whole(4)] ?? 'EUR';
    const decimals = whole(7);
    const unit = BigInt(whole(10 ** 6));
    const unitAmount =
      decimals === 0
        ? String(unit)
        : `${unit / 10n ** BigInt(decimals)}.${String(unit % 10n ** BigInt(decimals)).padStart(decimals, '0')}`;
    const [per, included, used] = [[1, 100, 1_000][whole(3)] ?? 1, whole(1_000), whole(100_000)];
    const of = planOf(unitAmount, { per, included, currency, amount: '10' });
    const amount = costOf(of, { emails: used })?.lines[1]?.amount ?? '';
    // |2 × exact − 2 × rounded| ≤ 1 smallest unit, and a half is rounded up
    const minorUnits = { EUR: 100n, USD: 100n, JPY: 1n, KWD: 1_000n }[currency] ?? 100n;
    const exact = BigInt(Math.max(0, used - included)) * unit * minorUnits;
    const scale = 10n ** BigInt(decimals) * BigInt(per);
    const off = 2n * (minorOf(amount, currency) * scale - exact);
    expect(off > -scale && off <= scale, `${unitAmount} ${per} ${used} ${amount}`).toBe(true);
    expect(textOf(minorOf(amount, currency), currency)).toBe(amount);

    const price = of.price!;
    const cut = whole(used + 1);
    const pieces = [
      { used: 0, more: cut },
      { used: cut, more: used - cut },
    ].map((piece) => costOfMore(price, 'emails', piece));
    expect(pieces.reduce((sum, each) => sum + minorOf(each, currency), 0n)).toBe(minorOf(amount, currency));

    const cap = String(whole(500));
    const fits = unitsWithin(price, 'emails', cap);
    if (fits === null) continue;
    const costs = (units: number) => minorOf(costOf(of, { emails: units })?.lines[1]?.amount ?? '', currency);
    expect(costs(fits) <= minorOf(cap, currency), `${fits} fit below ${cap}`).toBe(true);
    expect(costs(fits + 1) > minorOf(cap, currency), `${fits + 1} do not fit below ${cap}`).toBe(true);
  }
});
