import type { InvoiceStatus, Subscription, SubscriptionStatus } from '@engagex/domain/payments';
import type { Meaning } from '../../ui/meaning.ts';

interface Words {
  readonly meaning: Meaning;
  readonly name: string;
}

const ofStatus: Readonly<Record<SubscriptionStatus, Words>> = {
  trialing: { meaning: 'info', name: 'Trial' },
  active: { meaning: 'good', name: 'Active' },
  past_due: { meaning: 'warning', name: 'Payment failed' },
  incomplete: { meaning: 'warning', name: 'Payment incomplete' },
  incomplete_expired: { meaning: 'neutral', name: 'Ended' },
  unpaid: { meaning: 'danger', name: 'Unpaid' },
  canceled: { meaning: 'neutral', name: 'Ended' },
  paused: { meaning: 'warning', name: 'Paused' },
  other: { meaning: 'neutral', name: 'Being checked' },
};

export function statusWords({ status, cancelsAt }: Subscription): Words {
  return cancelsAt ? { meaning: 'neutral', name: 'Cancelled' } : ofStatus[status];
}

/** Whether there is something to cancel or resume. */
export function isOngoing({ status }: Subscription): boolean {
  return status !== 'canceled' && status !== 'incomplete_expired' && status !== 'incomplete';
}

export const invoiceWords: Readonly<Record<InvoiceStatus, Words>> = {
  open: { meaning: 'warning', name: 'Open' },
  paid: { meaning: 'good', name: 'Paid' },
  uncollectible: { meaning: 'danger', name: 'Not collected' },
  void: { meaning: 'neutral', name: 'Void' },
  other: { meaning: 'neutral', name: 'Being checked' },
};
