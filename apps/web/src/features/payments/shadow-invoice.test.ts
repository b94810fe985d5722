import { expect, test } from 'vitest';
import type { PlanChoice } from '@engagex/domain/payments';
import { monthsOf, shadowOf, shownDays } from './shadow-invoice.ts';

const team: PlanChoice = {
  key: 'team',
  name: 'Team',
  description: null,
  amount: '49.00',
  currency: 'EUR',
  trialDays: null,
  missing: [],
  limits: {
    emails: {
      kind: 'metered',
      included: 1_000,
    },
    contacts: {
      kind: 'soft',
      amount: 500,
      gracePercent: 20,
    },
  },
  beyond: [
    {
      meter: 'emails',
      unitAmount: '0.80',
      per: 1_000,
    },
  ],
  by: 'checkout',
};

const day = (date: string, meter: 'emails' | 'contacts', quantity: number) => ({
  day: date,
  meter,
  kind: '',
  channel: '',
  entries: 1,
  quantity,
});

test('whole months are shown, and 90 days at least', () => {
  expect(shownDays(new Date('2026-03-01T00:00:00Z'))).toEqual({ from: '2025-12-01', to: '2026-03-01' });
  expect(shownDays(new Date('2026-05-31T23:59:59Z'))).toEqual({ from: '2026-02-01', to: '2026-05-31' });
});

test('what was used is added up by month, kinds together', () => {
  const months = monthsOf([
    day('2026-10-31', 'emails', 5),
    day('2026-11-01', 'emails', 2),
    day('2026-11-01', 'emails', 3),
  ]);
  expect(months).toEqual([
    { month: '2026-10', usage: { emails: 5 } },
    { month: '2026-11', usage: { emails: 5 } },
  ]);
});

test('a month costs what its invoice would say, and what would not have fitted is named', () => {
  const { cost, beyond } = shadowOf(team, { month: '2026-11', usage: { emails: 2_260, contacts: 601 } });
  expect(cost).toMatchObject({ currency: 'EUR', total: '50.01' }); // 1,260 × 0.0008 is 1.008
  expect(cost?.lines.map(({ amount }) => amount)).toEqual(['49.00', '1.01']);
  expect(beyond).toEqual([{ of: 'contacts', used: 601, most: 600 }]);
});

test('a plan without a price costs nothing', () => {
  const free = { ...team, amount: null, currency: null, limits: {}, beyond: [] };
  expect(shadowOf(free, { month: '2026-11', usage: { emails: 9 } })).toEqual({
    month: '2026-11',
    cost: null,
    beyond: [],
  });
});
