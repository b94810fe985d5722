import type { Stripe } from 'stripe';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { at, monthly, payer, startWithClient } from '../testing/client.ts';

let stripe: Awaited<ReturnType<typeof startWithClient>>['stripe'];
let client: Stripe;
let price: Stripe.Price;
beforeAll(async () => {
  ({ stripe, client } = await startWithClient({ customersPerClock: 100 }));
  price = await monthly(client, 1000);
});
afterAll(() => stripe.stop());

async function subscribe(more: Partial<Stripe.SubscriptionCreateParams> = {}, who: Stripe.CustomerCreateParams = {}) {
  const clock = await client.testHelpers.testClocks.create({ frozen_time: at('2026-05-01T00:00:00Z') });
  const customer = await payer(client, { test_clock: clock.id, ...who });
  const subscription = await client.subscriptions.create({
    customer: customer.id,
    items: [{ price: price.id }],
    ...more,
  });
  const advance = (iso: string) => client.testHelpers.testClocks.advance(clock.id, { frozen_time: at(iso) });
  return { id: subscription.id, customer: customer.id, invoice: String(subscription.latest_invoice), advance };
}

async function totals(subscription: string) {
  const { data } = await client.invoices.list({ subscription });
  return data.toReversed().map(({ total }) => total);
}

describe('taxes', () => {
  it.each([
    [false, 1190, 190, 1000],
    [true, 1000, 160, 840],
  ])('of a rate whose inclusion is %s', async (inclusive, total, amount, excluding) => {
    const rate = await client.taxRates.create({ display_name: 'VAT', percentage: 19, inclusive });
    const { invoice } = await subscribe({ default_tax_rates: [rate.id] });
    expect(await client.invoices.retrieve(invoice)).toMatchObject({
      total,
      total_excluding_tax: excluding,
      total_taxes: [{ amount, taxable_amount: excluding }],
    });
  });

  it('are found by where the customer is, and need to know that', async () => {
    const { invoice } = await subscribe({ automatic_tax: { enabled: true } }, { address: { country: 'FR' } });
    expect(await client.invoices.retrieve(invoice)).toMatchObject({
      total: 1200,
      automatic_tax: { status: 'complete' },
    });
    await expect(subscribe({ automatic_tax: { enabled: true } })).rejects.toMatchObject({
      code: 'customer_tax_location_invalid',
    });
  });
});

describe('coupons', () => {
  it('for one invoice are used up by it', async () => {
    const coupon = await client.coupons.create({ amount_off: 300, currency: 'usd' });
    const { id, advance } = await subscribe({ discounts: [{ coupon: coupon.id }] });
    await advance('2026-06-01T02:00:00Z');
    expect(await totals(id)).toEqual([700, 1000]);
  });

  it('for two months end after them', async () => {
    const coupon = await client.coupons.create({ percent_off: 25, duration: 'repeating', duration_in_months: 2 });
    const { id, advance } = await subscribe({ discounts: [{ coupon: coupon.id }] });
    await advance('2026-06-01T02:00:00Z');
    await advance('2026-07-01T02:00:00Z');
    expect(await totals(id)).toEqual([750, 750, 1000]);
  });

  it('that are used up are refused', async () => {
    const coupon = await client.coupons.create({ percent_off: 25, max_redemptions: 1 });
    await subscribe({ discounts: [{ coupon: coupon.id }] });
    await expect(subscribe({ discounts: [{ coupon: coupon.id }] })).rejects.toMatchObject({ code: 'coupon_expired' });
  });
});

describe('an open invoice', () => {
  async function open() {
    const { id, customer, advance } = await subscribe();
    stripe.decline(customer, 'insufficientFunds');
    await advance('2026-06-01T02:00:00Z');
    const { data } = await client.invoices.list({ subscription: id, limit: 1 });
    return { id, customer, advance, invoice: data[0]?.id ?? '' };
  }

  it('says why it was not paid when it is tried again', async () => {
    const { invoice } = await open();
    await expect(client.invoices.pay(invoice)).rejects.toMatchObject({
      type: 'StripeCardError',
      code: 'card_declined',
      decline_code: 'insufficient_funds',
      payment_intent: { status: 'requires_payment_method' },
    });
  });

  it('is paid with another card', async () => {
    const { invoice, customer, id } = await open();
    const method = await client.paymentMethods.attach('pm_card_mastercard', { customer });
    stripe.accept(customer);
    expect(await client.invoices.pay(invoice, { payment_method: method.id })).toMatchObject({ status: 'paid' });
    expect((await client.subscriptions.retrieve(id)).status).toBe('active');
    await expect(client.invoices.pay(invoice)).rejects.toMatchObject({ message: 'Invoice is already paid' });
  });

  it('may be paid elsewhere, be void or be given up', async () => {
    const [paid, voided, lost] = [await open(), await open(), await open()];
    expect(await client.invoices.pay(paid.invoice, { paid_out_of_band: true })).toMatchObject({ status: 'paid' });
    expect(await client.invoices.voidInvoice(voided.invoice)).toMatchObject({ status: 'void' });
    expect(await client.invoices.markUncollectible(lost.invoice)).toMatchObject({ status: 'uncollectible' });
    await expect(client.invoices.voidInvoice(paid.invoice)).rejects.toMatchObject({
      code: 'status_transition_invalid',
    });
    await expect(client.invoices.finalizeInvoice(paid.invoice)).rejects.toMatchObject({ code: 'invoice_not_editable' });
  });

  it('waits for the bank where that wants to hear from the customer', async () => {
    const { id, customer, advance } = await subscribe();
    const method = await client.paymentMethods.attach('pm_card_authenticationRequired', { customer });
    await client.customers.update(customer, { invoice_settings: { default_payment_method: method.id } });
    await advance('2026-06-01T02:00:00Z');
    const { data } = await client.invoices.list({
      subscription: id,
      limit: 1,
      expand: ['data.payments.data.payment.payment_intent', 'data.confirmation_secret'],
    });
    expect(data[0]).toMatchObject({
      status: 'open',
      payments: { data: [{ payment: { payment_intent: { status: 'requires_action' } } }] },
      confirmation_secret: { type: 'payment_intent' },
    });
    expect((await client.subscriptions.retrieve(id)).status).toBe('past_due');
    stripe.authenticate(data[0]?.id ?? '');
    expect((await client.subscriptions.retrieve(id)).status).toBe('active');
  });
});

it('an invoice by hand asks for what waits for the customer', async () => {
  const { id: customer } = await payer(client);
  await client.invoiceItems.create({ customer, amount: 500, currency: 'usd', description: 'Setup' });
  const draft = await client.invoices.create({ customer, pending_invoice_items_behavior: 'include' });
  expect(draft).toMatchObject({ status: 'draft', total: 500 });
  await client.invoices.finalizeInvoice(draft.id);
  expect(await client.invoices.pay(draft.id)).toMatchObject({ status: 'paid', amount_paid: 500 });
});

it('amounts without a smaller unit are charged as they are', async () => {
  const yen = await monthly(client, 3000, 'jpy');
  const { invoice } = await subscribe({ items: [{ price: yen.id }] });
  expect(await client.invoices.retrieve(invoice)).toMatchObject({ currency: 'jpy', amount_paid: 3000 });
});

it('an account may leave what cannot be collected unpaid, and then only drafts follow', async () => {
  const other = await startWithClient({ dunning: { retryAfterDays: [1], finally: 'mark_unpaid' } });
  const own = await monthly(other.client, 1000);
  const clock = await other.client.testHelpers.testClocks.create({ frozen_time: at('2026-05-01T00:00:00Z') });
  const customer = await payer(other.client, { test_clock: clock.id });
  const { id } = await other.client.subscriptions.create({ customer: customer.id, items: [{ price: own.id }] });
  other.stripe.decline(customer.id);
  await other.client.testHelpers.testClocks.advance(clock.id, { frozen_time: at('2026-06-03T00:00:00Z') });
  expect((await other.client.subscriptions.retrieve(id)).status).toBe('unpaid');
  await other.client.testHelpers.testClocks.advance(clock.id, { frozen_time: at('2026-07-03T00:00:00Z') });
  const { data } = await other.client.invoices.list({ subscription: id });
  expect(data.map(({ status }) => status)).toEqual(['draft', 'open', 'paid']);
  await other.stripe.stop();
});
