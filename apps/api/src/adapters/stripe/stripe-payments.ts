import type { Stripe } from 'stripe';
import {
  type CustomerState,
  type InvoiceAmounts,
  type Keyed,
  type NewCheckout,
  type NewCustomer,
  type PaymentEvent,
  Payments,
  type PriceChange,
  type PriceSchedule,
} from '../../ports/payments.ts';
import { isMissing, openStripe, type StripeSettings, translating } from './stripe-client.ts';
import { checkoutOf } from './stripe-checkout.ts';
import { eventOf, readStripeEvent } from './stripe-events.ts';
import { itemsFor, previewChange, previewRenewal, schedulePrice } from './stripe-prices.ts';
import { stateOfCustomer } from './stripe-state.ts';

const page = 100;

export interface StripePaymentsSettings extends StripeSettings {
  /** One, or two while one is renewed. */
  readonly webhookSecrets: readonly string[];
  /** Whether Stripe works out taxes from the payer's address. */
  readonly tax: boolean;
}

/** Payments by Stripe: https://docs.stripe.com/api */
export class StripePayments extends Payments {
  readonly isAvailable = true;
  readonly #settings: StripePaymentsSettings;
  #opening: Promise<Stripe> | null = null;

  constructor(settings: StripePaymentsSettings) {
    super();
    this.#settings = settings;
  }

  async readEvent(body: Buffer, signature: string, receivedAt: Date): Promise<PaymentEvent> {
    const stripe = await this.#stripe();
    return readStripeEvent(stripe, { body, signature, receivedAt, secrets: this.#settings.webhookSecrets });
  }

  async *undeliveredSince(since: Date): AsyncIterable<PaymentEvent> {
    const stripe = await this.#stripe();
    const created = { gte: Math.floor(since.getTime() / 1_000) };
    let last: string | undefined;
    for (;;) {
      const after = last === undefined ? {} : { starting_after: last };
      const found = await translating(() =>
        stripe.events.list({ created, delivery_success: false, limit: page, ...after }),
      );
      for (const event of found.data) yield eventOf(event);
      last = found.data.at(-1)?.id;
      if (!found.has_more || last === undefined) return;
    }
  }

  stateOf(customerId: string): Promise<CustomerState | null> {
    return this.#ask((stripe) => stateOfCustomer(stripe, customerId));
  }

  createCustomer({ organizationId, name, email, key }: NewCustomer): Promise<string> {
    const metadata = { organization_id: organizationId };
    return this.#ask(
      async (stripe) => (await stripe.customers.create({ name, email, metadata }, { idempotencyKey: key })).id,
    );
  }

  findCustomer(organizationId: string, email: string): Promise<string | null> {
    return this.#ask(async (stripe) => {
      for await (const { id, metadata } of stripe.customers.list({ email, limit: page }))
        if (metadata['organization_id'] === organizationId) return id;
      return null;
    });
  }

  startCheckout(checkout: NewCheckout): Promise<string> {
    return this.#ask(async (stripe) => {
      await expireOpen(stripe, checkout.customerId);
      const session = await stripe.checkout.sessions.create(checkoutOf(checkout, this.#settings.tax), {
        idempotencyKey: checkout.key,
      });
      if (!session.url) throw new Error(`The checkout ${session.id} has no address.`);
      return session.url;
    });
  }

  expireCheckouts(customerId: string): Promise<void> {
    return this.#ask((stripe) => expireOpen(stripe, customerId));
  }

  openPortal(customer: string, returnUrl: string): Promise<string> {
    return this.#ask(
      async (stripe) => (await stripe.billingPortal.sessions.create({ customer, return_url: returnUrl })).url,
    );
  }

  documentsOf(invoiceId: string): Promise<{ page: string | null; pdf: string | null }> {
    return this.#ask(async (stripe) => {
      const { hosted_invoice_url: hosted, invoice_pdf: pdf } = await stripe.invoices.retrieve(invoiceId);
      return { page: hosted ?? null, pdf: pdf ?? null };
    });
  }

  previewChange(change: PriceChange): Promise<InvoiceAmounts> {
    return this.#ask((stripe) => previewChange(stripe, change));
  }

  previewRenewal(change: Omit<PriceChange, 'prorationDate'>): Promise<InvoiceAmounts> {
    return this.#ask((stripe) => previewRenewal(stripe, change));
  }

  changePrice(change: PriceChange & Keyed & { readonly scheduleId: string | null }): Promise<void> {
    const { subscriptionId, key, prorationDate, scheduleId } = change;
    return this.#ask(async (stripe) => {
      if (scheduleId) await release(stripe, scheduleId, `${key}:release`);
      await stripe.subscriptions.update(
        subscriptionId,
        {
          items: itemsFor(change),
          proration_behavior: 'always_invoice',
          proration_date: prorationDate,
          payment_behavior: 'error_if_incomplete', // declined: nothing has changed
        },
        { idempotencyKey: key },
      );
    });
  }

  schedulePrice(schedule: PriceSchedule & { readonly scheduleId: string | null }): Promise<void> {
    return this.#ask((stripe) => schedulePrice(stripe, schedule));
  }

  releaseSchedule(scheduleId: string, { key }: Keyed): Promise<void> {
    return this.#ask((stripe) => release(stripe, scheduleId, key));
  }

  cancelAtPeriodEnd(subscriptionId: string, keyed: Keyed): Promise<void> {
    return this.#update(subscriptionId, { cancel_at_period_end: true }, keyed);
  }

  resume(subscriptionId: string, keyed: Keyed): Promise<void> {
    return this.#update(subscriptionId, { cancel_at_period_end: false }, keyed);
  }

  endTrial(subscriptionId: string, keyed: Keyed): Promise<void> {
    return this.#update(subscriptionId, { trial_end: 'now' }, keyed);
  }

  cancelNow(subscriptionId: string, { key }: Keyed): Promise<void> {
    return this.#ask(async (stripe) => {
      const { status } = await stripe.subscriptions.retrieve(subscriptionId);
      if (status === 'canceled' || status === 'incomplete_expired') return;
      await stripe.subscriptions
        .cancel(subscriptionId, { prorate: false, invoice_now: false }, { idempotencyKey: key })
        .catch((error: unknown) => {
          if (!isMissing(error)) throw error; // it ended just now
        });
    });
  }

  refund(invoiceId: string, { key }: Keyed): Promise<void> {
    return this.#ask(async (stripe) => {
      const { amount_paid: paid, post_payment_credit_notes_amount: credited } =
        await stripe.invoices.retrieve(invoiceId);
      const left = paid - credited;
      if (left <= 0) return;
      await stripe.creditNotes.create(
        { invoice: invoiceId, amount: left, refund_amount: left, reason: 'duplicate' },
        { idempotencyKey: key },
      );
    });
  }

  #update(id: string, change: Stripe.SubscriptionUpdateParams, { key }: Keyed): Promise<void> {
    return this.#ask(async (stripe) => {
      await stripe.subscriptions.update(id, change, { idempotencyKey: key });
    });
  }

  async #ask<T>(question: (stripe: Stripe) => Promise<T>): Promise<T> {
    const stripe = await this.#stripe();
    return translating(() => question(stripe));
  }

  #stripe(): Promise<Stripe> {
    return (this.#opening ??= openStripe(this.#settings));
  }
}

/** Two that are open would make two subscriptions. One that is paid just now cannot be expired, which is told. */
async function expireOpen(stripe: Stripe, customer: string): Promise<void> {
  for await (const { id } of stripe.checkout.sessions.list({ customer, status: 'open', limit: page }))
    await stripe.checkout.sessions.expire(id);
}

/** One that was released or completed already is fine. */
async function release(stripe: Stripe, scheduleId: string, idempotencyKey: string): Promise<void> {
  const { status } = await stripe.subscriptionSchedules.retrieve(scheduleId);
  if (status !== 'active' && status !== 'not_started') return;
  await stripe.subscriptionSchedules.release(scheduleId, {}, { idempotencyKey });
}
