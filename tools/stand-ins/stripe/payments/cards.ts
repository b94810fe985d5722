/** The test cards of Stripe's documentation. https://docs.stripe.com/testing */
import { createHash } from 'node:crypto';
import type { Decline } from '../protocol/refusal.ts';

export interface TestCard {
  readonly number: string;
  readonly brand: 'visa' | 'mastercard' | 'amex';
  readonly last4: string;
  readonly country: string;
  readonly funding: 'credit' | 'debit';
  /** What is said when it is to be attached to a customer. */
  readonly onAttach: Decline | null;
  /** What is said when it is charged. */
  readonly onCharge: Decline | null;
  /** Whether the bank wants to hear from the customer: never, once at the beginning, or for each payment. */
  readonly authentication: 'never' | 'once' | 'always';
}

export const DECLINES = {
  generic: { code: 'card_declined', decline_code: 'generic_decline', message: 'Your card was declined.' },
  insufficientFunds: {
    code: 'card_declined',
    decline_code: 'insufficient_funds',
    message: 'Your card has insufficient funds.',
  },
  lost: { code: 'card_declined', decline_code: 'lost_card', message: 'Your card was declined.' },
  expired: { code: 'expired_card', message: 'Your card has expired.' },
  incorrectCvc: { code: 'incorrect_cvc', message: "Your card's security code is incorrect." },
  processingError: {
    code: 'processing_error',
    message: 'An error occurred while processing your card. Try again in a little bit.',
  },
  authentication: {
    code: 'authentication_required',
    decline_code: 'authentication_required',
    message: 'Your card was declined. This transaction requires authentication.',
  },
} as const satisfies Record<string, Decline>;

const plain = { country: 'US', funding: 'credit', onAttach: null, onCharge: null, authentication: 'never' } as const;

function visa(number: string, more: Partial<TestCard> = {}): TestCard {
  return { ...plain, number, brand: 'visa', last4: number.slice(-4), ...more };
}

const CARDS: readonly TestCard[] = [
  visa('4242424242424242'),
  visa('4000056655665556', { funding: 'debit' }),
  visa('4000002760000016', { country: 'DE' }),
  { ...plain, number: '5555555555554444', brand: 'mastercard', last4: '4444' },
  { ...plain, number: '378282246310005', brand: 'amex', last4: '0005' },
  visa('4000000000000341', { onCharge: DECLINES.generic }),
  visa('4000000000000002', { onAttach: DECLINES.generic }),
  visa('4000000000009995', { onAttach: DECLINES.insufficientFunds }),
  visa('4000000000009987', { onAttach: DECLINES.lost }),
  visa('4000000000000069', { onAttach: DECLINES.expired }),
  visa('4000000000000127', { onAttach: DECLINES.incorrectCvc }),
  visa('4000000000000119', { onAttach: DECLINES.processingError }),
  visa('4000002500003155', { authentication: 'once' }),
  visa('4000002760003184', { authentication: 'always' }),
  visa('4000008260003178', { authentication: 'always', onCharge: DECLINES.insufficientFunds }),
];

/** Names that stand for a new payment method with the card. */
const NAMES: Readonly<Record<string, string>> = {
  pm_card_visa: '4242424242424242',
  pm_card_visa_debit: '4000056655665556',
  pm_card_de: '4000002760000016',
  pm_card_mastercard: '5555555555554444',
  pm_card_amex: '378282246310005',
  pm_card_chargeCustomerFail: '4000000000000341',
  pm_card_visa_chargeDeclined: '4000000000000002',
  pm_card_chargeDeclined: '4000000000000002',
  pm_card_chargeDeclinedInsufficientFunds: '4000000000009995',
  pm_card_visa_chargeDeclinedInsufficientFunds: '4000000000009995',
  pm_card_visa_chargeDeclinedLostCard: '4000000000009987',
  pm_card_chargeDeclinedExpiredCard: '4000000000000069',
  pm_card_chargeDeclinedIncorrectCvc: '4000000000000127',
  pm_card_chargeDeclinedProcessingError: '4000000000000119',
  pm_card_authenticationRequiredOnSetup: '4000002500003155',
  pm_card_authenticationRequired: '4000002760003184',
  pm_card_threeDSecure2Required: '4000002760003184',
  pm_card_authenticationRequiredChargeDeclinedInsufficientFunds: '4000008260003178',
  tok_visa: '4242424242424242',
  tok_mastercard: '5555555555554444',
  tok_chargeCustomerFail: '4000000000000341',
  tok_chargeDeclined: '4000000000000002',
};

export function cardNamed(name: string): TestCard | null {
  const number = NAMES[name];
  return number === undefined ? null : cardNumbered(number);
}

export function cardNumbered(number: string): TestCard | null {
  return CARDS.find((card) => card.number === number.replaceAll(/[\s-]/g, '')) ?? null;
}

/** The same for the same number, whoever uses it. */
export function fingerprintOf(number: string): string {
  const digest = createHash('sha256').update(`card ${number}`).digest('base64');
  return digest.replaceAll(/[^A-Za-z0-9]/g, '').slice(0, 16);
}
