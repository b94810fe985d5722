import { onOneLine } from '../shared/index.ts';

/** What owners are told by mail about payments. */
export const paymentNotices = [
  'trial_ending',
  'trial_ended_early',
  'payment_failed',
  'card_expiring',
  'invoice_paid',
  'subscription_ended',
] as const;
export type PaymentNotice = (typeof paymentNotices)[number];

export interface PaymentFacts {
  readonly kind: PaymentNotice;
  readonly organization: string;
  /** The person who is told. */
  readonly name: string;
  /** The plan it is about; of one that ended, the plan that holds now. */
  readonly plan: string;
  /** Formatted, such as "€49.00"; '' where there is none. */
  readonly amount: string;
  /** Formatted; '' where there is none. */
  readonly date: string;
  /** An invoice's number, or a card such as "Visa ending in 4242"; '' where there is none. */
  readonly about: string;
}

/** The mail: what happened, what holds, and what there is to do. */
export function wordsForPayment(facts: PaymentFacts): {
  readonly subject: string;
  readonly paragraphs: readonly string[];
  readonly button: string;
} {
  const { kind, name, organization } = facts;
  const { subject, happened, next, button } = words[kind](facts);
  return {
    subject: onOneLine(subject),
    paragraphs: [
      `Hello ${name}, ${happened}`,
      ...next,
      `You get this because you are an owner of ${organization}, which pays for EngageX.`,
    ],
    button,
  };
}

interface Words {
  readonly subject: string;
  readonly happened: string;
  readonly next: readonly string[];
  readonly button: string;
}

const words: Readonly<Record<PaymentNotice, (facts: PaymentFacts) => Words>> = {
  trial_ending: ({ organization, plan, amount, date }) => ({
    subject: `The trial of ${plan} ends on ${date}`,
    happened: `the trial of ${plan} for ${organization} ends on ${date}.`,
    next: [
      `Then ${amount || 'the price of the plan'} is charged each month. If you do not want to go on, cancel before that day: nothing is charged.`,
    ],
    button: 'Open billing',
  }),
  trial_ended_early: ({ organization, plan }) => ({
    subject: `The trial of ${plan} ends now`,
    happened: `the card you entered for ${organization} has been used for a trial of EngageX before, so its trial of ${plan} ends now and the first month is charged.`,
    next: ['A trial is free once for each organization and card. You can cancel at any time.'],
    button: 'Open billing',
  }),
  payment_failed: ({ organization, amount, date, about }) => ({
    subject: `A payment of ${amount} for ${organization} failed`,
    happened: `the payment of ${amount} for ${organization}${about ? ` (invoice ${about})` : ''} failed.`,
    next: [
      'Update the payment method, and the payment is tried again with it.',
      date
        ? `Nothing has changed yet: everything keeps working. The next attempt is on ${date}.`
        : 'Without a payment, the organization goes back to the default plan. Nothing is deleted.',
    ],
    button: 'Update the payment method',
  }),
  card_expiring: ({ organization, date, about }) => ({
    subject: `The card of ${organization} expires`,
    happened: `the card that pays for ${organization}, ${about}, expires at the end of ${date}.`,
    next: ['Enter another one before, so that no payment fails.'],
    button: 'Update the payment method',
  }),
  invoice_paid: ({ organization, amount, date, about }) => ({
    subject: `Receipt for ${organization}: ${amount}`,
    happened: `${amount} was paid for ${organization} on ${date}${about ? ` (invoice ${about})` : ''}.`,
    next: ['The invoice can be downloaded under Billing.'],
    button: 'Open billing',
  }),
  subscription_ended: ({ organization, plan, date }) => ({
    subject: `The subscription of ${organization} has ended`,
    happened: `the subscription of ${organization} ended on ${date}. The plan is now ${plan}.`,
    next: [
      'Nothing was deleted. Limits of the plan apply to what is done from now on. You can subscribe again at any time.',
    ],
    button: 'See plans',
  }),
};
