/**
 * The plans of the product that the browser journeys run against. Everybody begins on one without limits; the numbers of the
 * others are small, so that a journey comes to their ends.
 */
export const plans = [
  { key: 'standard', name: 'Standard', isDefault: true },
  {
    key: 'tiny',
    name: 'Tiny',
    limits: { contacts: { kind: 'hard', amount: 2 }, seats: { kind: 'hard', amount: 3 } },
  },
  { key: 'solo', name: 'Solo', price: { currency: 'EUR', amount: '19.00' } },
  {
    key: 'team',
    name: 'Team',
    description: 'For teams that send every week',
    trialDays: 14,
    features: { single_sign_on: false },
    limits: { emails: { kind: 'metered', included: 2 }, seats: { kind: 'hard', amount: 10 } },
    price: {
      currency: 'EUR',
      amount: '49.00',
      meters: { emails: { included: 2, unitAmount: '0.80', per: 1 } },
    },
  },
  {
    key: 'business',
    name: 'Business',
    limits: { emails: { kind: 'metered', included: 100 } },
    price: {
      currency: 'EUR',
      amount: '249.00',
      meters: { emails: { included: 100, unitAmount: '0.50', per: 1 } },
    },
  },
  {
    key: 'tokyo',
    name: 'Tokyo',
    description: 'Paid in a currency without decimals',
    price: { currency: 'JPY', amount: '4900' },
  },
];
