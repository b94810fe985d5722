import { expect, test } from 'vitest';
import { stripeKey } from './billing.ts';

test('the key of what stands in for Stripe is one that the API takes, whatever secret was made', () => {
  expect(stripeKey({ stripeSecret: '-a_-Zz09' })).toMatch(/^sk_test_\w{8}$/);
});
