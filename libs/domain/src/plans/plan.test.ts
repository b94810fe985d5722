import { expect, test } from 'vitest';
import { z } from 'zod';
import { amountOf, mostOf } from './limit.ts';
import { plansFile } from './plans-file.ts';

const free = { key: 'free', name: 'Free', isDefault: true, limits: { emails: { kind: 'hard', amount: 1_000 } } };
const meters = { emails: { included: 50_000, unitAmount: '0.80', per: 1_000, stripePriceId: 'price_emails' } };
const team = {
  key: 'team',
  name: 'Team',
  description: 'For a team that sends every week.',
  limits: { emails: { kind: 'metered', included: 50_000 } },
  trialDays: 14,
  price: { currency: 'EUR', amount: '29.00', stripePriceId: 'price_team', meters },
};

test('a file of plans with a free plan and one that is paid is read', () => {
  expect(plansFile.parse({ plans: [free, team] }).plans).toMatchObject([free, { ...team, isDefault: false }]);
});

const { limits: _, ...unlimited } = free;
const without = { ...free, limits: {} };
const priced = (price: object) => [free, { ...team, price: { ...team.price, ...price } }];
const limitedTo = (emails: object) => [{ ...free, limits: { emails } }];

test.each([
  ['at least one plan', []],
  ['two plans have the key "free"', [free, { ...free, isDefault: false }]],
  ['exactly one plan must have isDefault', [{ ...free, isDefault: false }]],
  ['exactly one plan must have isDefault', [free, { ...team, isDefault: true }]],
  ['emails', [{ ...unlimited, emails: { kind: 'hard', amount: 1 } }]],
  ['emials', [{ ...free, limits: { emials: { kind: 'hard', amount: 1 } } }]],
  ['>=0', limitedTo({ kind: 'hard', amount: -1 })],
  ['expected int', limitedTo({ kind: 'hard', amount: 1.5 })],
  ['gracePercent', limitedTo({ kind: 'hard', amount: 1, gracePercent: 20 })],
  ['gracePercent', limitedTo({ kind: 'soft', amount: 1 })],
  ['kebab-case', [{ ...free, key: 'Free plan' }]],
  ['the default plan has no price', [{ ...without, price: { currency: 'EUR', amount: '5' } }]],
  ['trialDays is for plans with a price', [{ ...free, trialDays: 14 }]],
  ['price.meters.emails must say what it costs', priced({ meters: {} })],
  ['must include the same number', priced({ meters: { emails: { ...meters.emails, included: 1 } } })],
  ['which limits.emails is not', [free, { ...team, limits: {} }]],
  ['no currency of ISO 4217', priced({ currency: 'XQZ' })],
  ['in capitals', priced({ currency: 'eur' })],
  ['such as "49.90"', priced({ amount: 29 })],
  ['such as "49.90"', priced({ amount: '-1' })],
  ['such as "49.90"', priced({ amount: '1e3' })],
  ['at most 2 decimals in EUR', priced({ amount: '29.005' })],
  ['at most 0 decimals in JPY', priced({ currency: 'JPY', amount: '2900.5' })],
  ['ID of a price in Stripe', priced({ stripePriceId: 'prod_team' })],
  ['stripePriceId, or neither', priced({ stripePriceId: undefined })],
  ['two prices have the stripePriceId "price_emails"', priced({ stripePriceId: 'price_emails' })],
])('a file with a mistake is refused in words: %s', (words, plans) => {
  const { error } = plansFile.safeParse({ plans });
  expect(error && z.prettifyError(error)).toContain(words);
});

test('grace is on top of a soft limit, and a metered one refuses nothing', () => {
  expect(mostOf(undefined)).toBeNull();
  expect(mostOf({ kind: 'hard', amount: 1_000 })).toBe(1_000);
  expect(mostOf({ kind: 'soft', amount: 1_001, gracePercent: 20 })).toBe(1_201);
  expect(mostOf({ kind: 'metered', included: 5 })).toBeNull();
  expect(amountOf({ kind: 'metered', included: 5 })).toBe(5);
});
