import { expect, test } from 'vitest';
import { minorOf } from './cost.ts';
import { plan } from './plan.ts';
import { mostWithin, spentOn } from './spending.ts';

const team = plan.parse({
  key: 'team',
  name: 'Team',
  price: {
    currency: 'EUR',
    amount: '29.00',
    meters: {
      emails: { included: 1_000, unitAmount: '1.00', per: 100 },
      events: { included: 0, unitAmount: '0.50', per: 1_000 },
    },
  },
});
const cap = { amount: '10.00', currency: 'EUR' };

test('the price of the plan is not part of what is spent by use', () => {
  expect(spentOn(team, { emails: 1_000 })).toBe('0.00');
  expect(spentOn(team, { emails: 1_200, events: 3_000 })).toBe('3.50');
  expect(spentOn(plan.parse({ key: 'free', name: 'Free' }), { emails: 1 })).toBeNull();
});

test('what fits below a cap is what the other meters leave of it, and never less than what is included', () => {
  expect(mostWithin(cap, team, 'emails', { emails: 5 })).toBe(2_000);
  const most = mostWithin(cap, team, 'emails', { events: 8_000 }) ?? 0;
  expect(most).toBe(1_600);
  expect(minorOf(spentOn(team, { emails: most, events: 8_000 }) ?? '', 'EUR')).toBe(1_000n);
  expect(mostWithin(cap, team, 'emails', { events: 90_000 })).toBe(1_000);
  expect(mostWithin({ amount: '0', currency: 'EUR' }, team, 'emails', {})).toBe(1_000);
  expect(mostWithin({ ...cap, currency: 'USD' }, team, 'emails', {})).toBe(1_000);
  expect(mostWithin(cap, team, 'contacts', {})).toBeNull();
});
