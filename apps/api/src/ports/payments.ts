/** What the provider says happened. Only a hint: what holds now is asked (`Payments.stateOf`). */
export interface PaymentEvent {
  readonly id: string;
  /** Such as `invoice.paid`; there will be ones that we do not know. */
  readonly kind: string;
  readonly createdAt: Date;
  readonly objectId: string | null;
  readonly customerId: string | null;
  /** The event as it came, JSON. */
  readonly payload: string;
}

export interface PaymentMethod {
  /** A brand of cards, or the kind of another method such as `sepa_debit`. */
  readonly brand: string;
  readonly last4: string | null;
  readonly expMonth: number | null;
  readonly expYear: number | null;
  /** The same for the same card of whichever customer. */
  readonly fingerprint: string | null;
}

export interface SubscriptionItem {
  readonly id: string;
  readonly priceId: string;
  readonly isMetered: boolean;
}

export interface FetchedItem extends SubscriptionItem {
  /** When it was added. */
  readonly since: Date;
}

export interface FetchedSubscription {
  readonly id: string;
  /** As the provider spells it: one may come that nobody knows. */
  readonly status: string;
  readonly items: readonly FetchedItem[];
  readonly currency: string;
  /** Of a period without metered use, in the smallest unit; null where it is not a fixed amount. */
  readonly amount: number | null;
  readonly anchor: Date;
  readonly periodStart: Date;
  readonly periodEnd: Date;
  readonly trialStart: Date | null;
  readonly trialEnd: Date | null;
  /** It was cancelled and goes on until then. */
  readonly cancelsAt: Date | null;
  readonly endedAt: Date | null;
  readonly createdAt: Date;
  readonly schedule: { readonly id: string; readonly next: ScheduledPrices | null } | null;
  readonly latestInvoiceId: string | null;
  readonly paymentMethod: PaymentMethod | null;
}

export interface ScheduledPrices {
  readonly priceIds: readonly string[];
  readonly at: Date;
}

export interface FetchedInvoiceLine {
  readonly id: string;
  readonly description: string;
  readonly priceId: string | null;
  /** Exact, as decimal text. */
  readonly quantity: string | null;
  /** Decimal text in the smallest unit, of which it may be a fraction. */
  readonly unitAmount: string | null;
  readonly amount: number;
  readonly isProration: boolean;
  readonly periodStart: Date;
  readonly periodEnd: Date;
}

/** Amounts are in the smallest unit of the currency. */
export interface InvoiceAmounts {
  readonly currency: string;
  readonly subtotal: number;
  readonly tax: number;
  readonly total: number;
  readonly amountDue: number;
  readonly lines: readonly FetchedInvoiceLine[];
}

export interface FetchedInvoice extends InvoiceAmounts {
  readonly id: string;
  readonly subscriptionId: string | null;
  readonly number: string | null;
  readonly status: string;
  readonly amountPaid: number;
  readonly reason: string | null;
  readonly attempts: number;
  readonly nextAttemptAt: Date | null;
  readonly periodStart: Date;
  readonly periodEnd: Date;
  readonly createdAt: Date;
  readonly paidAt: Date | null;
}

/** Everything of a customer that is mirrored; null where the provider has none of this ID, or deleted it. */
export interface CustomerState {
  readonly paymentMethod: PaymentMethod | null;
  readonly subscriptions: readonly FetchedSubscription[];
  readonly invoices: readonly FetchedInvoice[];
}

/** Asked twice with the same key, the provider does it once and answers the same. */
export interface Keyed {
  readonly key: string;
}

export interface NewCustomer extends Keyed {
  readonly organizationId: string;
  readonly name: string;
  readonly email: string;
}

export interface NewCheckout extends Keyed {
  readonly organizationId: string;
  readonly customerId: string;
  /** A fixed price first, then metered ones. */
  readonly priceIds: readonly string[];
  readonly meteredPriceIds: readonly string[];
  /** Unix seconds on a whole hour; null without a trial. */
  readonly trialEnd: number | null;
  /** Periods begin on this day of the month and hour (UTC); not with a trial, where they begin as it ends. */
  readonly anchor: { readonly dayOfMonth: number; readonly hour: number } | null;
  /** Shown beside the button that pays; null for nothing. */
  readonly message: string | null;
  readonly successUrl: string;
  readonly cancelUrl: string;
}

/** Another price for a subscription: `items` are those it has now. */
export interface PriceChange {
  readonly customerId: string;
  readonly subscriptionId: string;
  readonly items: readonly SubscriptionItem[];
  readonly priceIds: readonly string[];
  readonly meteredPriceIds: readonly string[];
  /** Unix seconds: up to then the old price counts. */
  readonly prorationDate: number;
}

export interface PriceSchedule extends Keyed {
  readonly subscriptionId: string;
  readonly priceIds: readonly string[];
  readonly meteredPriceIds: readonly string[];
}

/** The provider said no, and will say it again: `words` are its own. `declined`: the bank refused the payment. */
export class PaymentRefused extends Error {
  readonly code: string;
  readonly isDeclined: boolean;

  constructor(words: string, { code, isDeclined, cause }: { code: string; isDeclined: boolean; cause?: unknown }) {
    super(words, { cause });
    this.name = 'PaymentRefused';
    this.code = code;
    this.isDeclined = isDeclined;
  }
}

/** No answer, or none that says whether it was done. Asking again with the same key is safe. */
export class PaymentsUnavailable extends Error {
  constructor(words: string, cause?: unknown) {
    super(words, { cause });
    this.name = 'PaymentsUnavailable';
  }
}

/** It is not signed by the provider, or was too long ago. */
export class WrongSignature extends Error {
  constructor(words: string, cause?: unknown) {
    super(words, { cause });
    this.name = 'WrongSignature';
  }
}

/** The provider that takes payments. Everything that asks it throws `PaymentRefused` or `PaymentsUnavailable`. */
export abstract class Payments {
  /** False in an installation that has none. */
  abstract readonly isAvailable: boolean;

  /** Throws `WrongSignature`. @param receivedAt by our clock. */
  abstract readEvent(body: Buffer, signature: string, receivedAt: Date): Promise<PaymentEvent>;
  /** Events since then whose delivery to us failed or is not done, the newest first. */
  abstract undeliveredSince(since: Date): AsyncIterable<PaymentEvent>;

  abstract stateOf(customerId: string): Promise<CustomerState | null>;
  abstract createCustomer(customer: NewCustomer): Promise<string>;
  /** One that was created for the organization, by its address, for when the key is too old to ask with. */
  abstract findCustomer(organizationId: string, email: string): Promise<string | null>;

  /** Expires what is open of the customer, then begins one. Answers where the payer goes. */
  abstract startCheckout(checkout: NewCheckout): Promise<string>;
  abstract expireCheckouts(customerId: string): Promise<void>;
  /** Where the customer changes the payment method and address. */
  abstract openPortal(customerId: string, returnUrl: string): Promise<string>;
  /** Where an invoice can be seen, paid and downloaded, for some time. */
  abstract documentsOf(invoiceId: string): Promise<{ readonly page: string | null; readonly pdf: string | null }>;

  /** What is charged at once for the change. */
  abstract previewChange(change: PriceChange): Promise<InvoiceAmounts>;
  /** What the next regular invoice comes to afterwards; metered use as far as it is known now. */
  abstract previewRenewal(change: Omit<PriceChange, 'prorationDate'>): Promise<InvoiceAmounts>;
  /** Charges what `previewChange` said; changes nothing when that is declined. Gives up what was scheduled. */
  abstract changePrice(change: PriceChange & Keyed & { readonly scheduleId: string | null }): Promise<void>;
  /** From the next period on. */
  abstract schedulePrice(schedule: PriceSchedule & { readonly scheduleId: string | null }): Promise<void>;
  /** Gives up what was scheduled: the subscription goes on as it is. */
  abstract releaseSchedule(scheduleId: string, keyed: Keyed): Promise<void>;
  /** At the end of the period. */
  abstract cancelAtPeriodEnd(subscriptionId: string, keyed: Keyed): Promise<void>;
  abstract resume(subscriptionId: string, keyed: Keyed): Promise<void>;
  abstract endTrial(subscriptionId: string, keyed: Keyed): Promise<void>;
  /** At once and without a refund. One that has ended already is fine. */
  abstract cancelNow(subscriptionId: string, keyed: Keyed): Promise<void>;
  /** Gives back all that was paid for an invoice, with a credit note. Nothing paid is fine. */
  abstract refund(invoiceId: string, keyed: Keyed): Promise<void>;
}
