import { Payments, PaymentsUnavailable } from '../../ports/payments.ts';

const none = () => Promise.reject(new PaymentsUnavailable('This installation takes no payments.'));

/** For installations without a key of Stripe. */
export class NoPayments extends Payments {
  readonly isAvailable = false;
  readonly readEvent = none;
  readonly stateOf = none;
  readonly createCustomer = none;
  readonly findCustomer = none;
  readonly startCheckout = none;
  readonly expireCheckouts = none;
  readonly openPortal = none;
  readonly documentsOf = none;
  readonly previewChange = none;
  readonly previewRenewal = none;
  readonly changePrice = none;
  readonly schedulePrice = none;
  readonly releaseSchedule = none;
  readonly cancelAtPeriodEnd = none;
  readonly resume = none;
  readonly endTrial = none;
  readonly cancelNow = none;
  readonly refund = none;

  undeliveredSince(): AsyncIterable<never> {
    return { [Symbol.asyncIterator]: () => ({ next: none }) };
  }
}
