import type { Stripe } from 'stripe';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { at, monthly, payer, startWithClient } from '../testing/client.ts';

let stripe: Awaited<ReturnType<typeof startWithClient>>['stripe'];
let client: Stripe;
beforeAll(async () => {
  ({ stripe, client } = await startWithClient({ customersPerClock: 100 }));
});
afterAll(() => stripe.stop());

async function clockAt(iso: string): Promise<string> {
  return (await client.testHelpers.testClocks.create({ frozen_time: at(iso) })).id;
}

async function advance(clock: string, iso: string): Promise<void> {
  await client.testHelpers.testClocks.advance(clock, { frozen_time: at(iso) });
}

async function invoicesOf(subscription: string): Promise<Stripe.Invoice[]> {
  return (await client.invoices.list({ subscription, limit: 100 })).data.toReversed();
}

function periodOf(subscription: Stripe.Subscription) {
  const [item] = subscription.items.data;
  return [item?.current_period_start, item?.current_period_end].map((time) =>
    new Date((time ?? 0) * 1000).toISOString().slice(0, 19),
  );
}

describe('the beginning', () => {
  it('charges the first period at once and is active', async () => {
    const price = await monthly(client, 2000);
    const customer = await payer(client);
    const subscription = await client.subscriptions.create({
      customer: customer.id,
      items: [{ price: price.id }],
      expand: ['latest_invoice.payments'],
    });
    expect(subscription.status).toBe('active');
    expect(subscription.latest_invoice).toMatchObject({
      status: 'paid',
      billing_reason: 'subscription_create',
      amount_paid: 2000,
      number: expect.stringMatching(/^\w{8}-0001$/),
      payments: { data: [{ status: 'paid' }] },
    });
  });

  it('refuses a customer without a payment method, and leaves nothing behind', async () => {
    const price = await monthly(client, 2000);
    const { id: customer } = await client.customers.create({});
    await expect(client.subscriptions.create({ customer, items: [{ price: price.id }] })).rejects.toMatchObject({
      code: 'resource_missing',
    });
    expect((await client.subscriptions.list({ customer, status: 'all' })).data).toEqual([]);
  });

  it('stays incomplete when the card is declined, and expires after 23 hours', async () => {
    const price = await monthly(client, 2000);
    const clock = await clockAt('2026-03-01T10:00:00Z');
    const customer = await payer(client, {
      test_clock: clock,
      payment_method: 'pm_card_chargeCustomerFail',
      invoice_settings: { default_payment_method: 'pm_card_chargeCustomerFail' },
    });
    const { id, status } = await client.subscriptions.create({ customer: customer.id, items: [{ price: price.id }] });
    expect(status).toBe('incomplete');
    await advance(clock, '2026-03-02T08:59:59Z');
    expect((await client.subscriptions.retrieve(id)).status).toBe('incomplete');
    await advance(clock, '2026-03-02T09:00:00Z');
    expect((await client.subscriptions.retrieve(id)).status).toBe('incomplete_expired');
    expect(await invoicesOf(id)).toMatchObject([{ status: 'void' }]);
  });

  it('with error_if_incomplete a declined card leaves nothing behind', async () => {
    const price = await monthly(client, 2000);
    const customer = await payer(client);
    stripe.decline(customer.id, 'insufficientFunds');
    const creation = client.subscriptions.create({
      customer: customer.id,
      items: [{ price: price.id }],
      payment_behavior: 'error_if_incomplete',
    });
    await expect(creation).rejects.toMatchObject({ type: 'StripeCardError', decline_code: 'insufficient_funds' });
    expect((await client.invoices.list({ customer: customer.id })).data).toEqual([]);
  });

  it('refuses two currencies for one customer', async () => {
    const [dollars, euros] = [await monthly(client, 2000), await monthly(client, 2000, 'eur')];
    const customer = await payer(client);
    await client.subscriptions.create({ customer: customer.id, items: [{ price: dollars.id }] });
    await expect(
      client.subscriptions.create({ customer: customer.id, items: [{ price: euros.id }] }),
    ).rejects.toMatchObject({ statusCode: 400 });
  });

  it('charges a part of the first period when the anchor is ahead', async () => {
    const price = await monthly(client, 3000);
    const clock = await clockAt('2026-04-16T00:00:00Z');
    const customer = await payer(client, { test_clock: clock });
    const subscription = await client.subscriptions.create({
      customer: customer.id,
      items: [{ price: price.id }],
      billing_cycle_anchor_config: { day_of_month: 1, hour: 0, minute: 0, second: 0 },
      expand: ['latest_invoice'],
    });
    expect(periodOf(subscription)).toEqual(['2026-04-16T00:00:00', '2026-05-01T00:00:00']);
    expect(subscription.latest_invoice).toMatchObject({ amount_paid: 1500 });
  });
});

describe('renewals', () => {
  it.each([
    ['2026-01-31T12:00:00Z', ['2026-02-28', '2026-03-31', '2026-04-30']],
    ['2027-11-30T12:00:00Z', ['2027-12-30', '2028-01-30', '2028-02-29']],
    ['2028-02-29T12:00:00Z', ['2028-03-29', '2028-04-29', '2028-05-29']],
  ])('of what began on %s keep the day where the month has it', async (start, ends) => {
    const price = await monthly(client, 2000);
    const clock = await clockAt(start);
    const customer = await payer(client, { test_clock: clock });
    const { id } = await client.subscriptions.create({ customer: customer.id, items: [{ price: price.id }] });
    for (const end of ends) {
      expect(periodOf(await client.subscriptions.retrieve(id))[1]).toBe(`${end}T12:00:00`);
      await advance(clock, `${end}T14:00:00Z`);
    }
    expect(await invoicesOf(id)).toHaveLength(4);
  });

  it('keep the 31st of an anchor that begins in a short month', async () => {
    const price = await monthly(client, 2000);
    const clock = await clockAt('2026-02-10T00:00:00Z');
    const customer = await payer(client, { test_clock: clock });
    const { id } = await client.subscriptions.create({
      customer: customer.id,
      items: [{ price: price.id }],
      billing_cycle_anchor_config: { day_of_month: 31, hour: 6, minute: 0, second: 0 },
    });
    const ends = ['2026-02-28', '2026-03-31', '2026-04-30', '2026-05-31'];
    for (const end of ends) {
      expect(periodOf(await client.subscriptions.retrieve(id))[1]).toBe(`${end}T06:00:00`);
      await advance(clock, `${end}T08:00:00Z`);
    }
  });

  it('make a draft first, and charge it an hour later', async () => {
    const price = await monthly(client, 2000);
    const clock = await clockAt('2026-05-01T00:00:00Z');
    const customer = await payer(client, { test_clock: clock });
    const { id } = await client.subscriptions.create({ customer: customer.id, items: [{ price: price.id }] });
    await advance(clock, '2026-06-01T00:59:59Z');
    expect((await invoicesOf(id))[1]).toMatchObject({ status: 'draft', billing_reason: 'subscription_cycle' });
    await advance(clock, '2026-06-01T01:00:00Z');
    expect((await invoicesOf(id))[1]).toMatchObject({ status: 'paid', amount_paid: 2000 });
  });

  it('that cannot be charged are tried again, and end the subscription after the last attempt', async () => {
    const price = await monthly(client, 2000);
    const clock = await clockAt('2026-05-01T00:00:00Z');
    const customer = await payer(client, { test_clock: clock });
    const { id } = await client.subscriptions.create({ customer: customer.id, items: [{ price: price.id }] });
    stripe.decline(customer.id);
    await advance(clock, '2026-06-01T02:00:00Z');
    expect((await client.subscriptions.retrieve(id)).status).toBe('past_due');
    await advance(clock, '2026-06-15T00:00:00Z');
    expect((await client.subscriptions.retrieve(id)).status).toBe('past_due');
    expect((await invoicesOf(id))[1]).toMatchObject({ attempt_count: 3, status: 'open' });
    await advance(clock, '2026-06-16T02:00:00Z');
    const { status, cancellation_details: details } = await client.subscriptions.retrieve(id);
    expect([status, details?.reason]).toEqual(['canceled', 'payment_failed']);
  });

  it('that are paid in the end make the subscription active again', async () => {
    const price = await monthly(client, 2000);
    const clock = await clockAt('2026-05-01T00:00:00Z');
    const customer = await payer(client, { test_clock: clock });
    const { id } = await client.subscriptions.create({ customer: customer.id, items: [{ price: price.id }] });
    stripe.decline(customer.id);
    await advance(clock, '2026-06-01T02:00:00Z');
    stripe.accept(customer.id);
    await advance(clock, '2026-06-04T02:00:00Z');
    expect((await client.subscriptions.retrieve(id)).status).toBe('active');
  });
});

describe('trials', () => {
  it('cost nothing, are announced three days before their end, and are charged then', async () => {
    const price = await monthly(client, 2000);
    const clock = await clockAt('2026-05-01T00:00:00Z');
    const customer = await payer(client, { test_clock: clock });
    const { id, status } = await client.subscriptions.create({
      customer: customer.id,
      items: [{ price: price.id }],
      trial_period_days: 14,
    });
    expect(status).toBe('trialing');
    await advance(clock, '2026-05-12T00:00:00Z');
    const { data } = await client.events.list({ type: 'customer.subscription.trial_will_end' });
    expect(data.map((event) => (event.data.object as { id: string }).id)).toContain(id);
    await advance(clock, '2026-05-15T02:00:00Z');
    expect((await client.subscriptions.retrieve(id)).status).toBe('active');
    expect(await invoicesOf(id)).toMatchObject([
      { total: 0, status: 'paid' },
      { total: 2000, status: 'paid' },
    ]);
  });

  it.each([
    ['cancel', 'canceled'],
    ['pause', 'paused'],
    ['create_invoice', 'past_due'],
  ] as const)('without a payment method %s when told so', async (behavior, status) => {
    const price = await monthly(client, 2000);
    const clock = await clockAt('2026-05-01T00:00:00Z');
    const customer = await client.customers.create({ test_clock: clock });
    const { id } = await client.subscriptions.create({
      customer: customer.id,
      items: [{ price: price.id }],
      trial_period_days: 14,
      trial_settings: { end_behavior: { missing_payment_method: behavior } },
    });
    await advance(clock, '2026-05-16T00:00:00Z');
    expect((await client.subscriptions.retrieve(id)).status).toBe(status);
  });
});

it('a trial that is ended now without a payment method pauses, and is paid for when resumed', async () => {
  const price = await monthly(client, 2000);
  const clock = await clockAt('2026-05-01T00:00:00Z');
  const customer = await client.customers.create({ test_clock: clock });
  const { id } = await client.subscriptions.create({
    customer: customer.id,
    items: [{ price: price.id }],
    trial_period_days: 14,
    trial_settings: { end_behavior: { missing_payment_method: 'pause' } },
  });
  await advance(clock, '2026-05-03T00:00:00Z');
  expect(await client.subscriptions.update(id, { trial_end: 'now' })).toMatchObject({ status: 'paused' });
  await client.paymentMethods.attach('pm_card_visa', { customer: customer.id });
  await client.customers.update(customer.id, { invoice_settings: { default_payment_method: 'pm_card_visa' } });
  const resumed = await client.subscriptions.resume(id);
  expect(resumed.status).toBe('active');
  expect(periodOf(resumed)).toEqual(['2026-05-03T00:00:00', '2026-06-03T00:00:00']);
  expect((await invoicesOf(id)).at(-1)).toMatchObject({ status: 'paid', amount_paid: 2000 });
});

describe('the end', () => {
  it('comes at the end of the period when told so, without another invoice', async () => {
    const price = await monthly(client, 2000);
    const clock = await clockAt('2026-05-01T00:00:00Z');
    const customer = await payer(client, { test_clock: clock });
    const { id } = await client.subscriptions.create({
      customer: customer.id,
      items: [{ price: price.id }],
      cancel_at_period_end: true,
    });
    await advance(clock, '2026-05-31T23:59:59Z');
    expect((await client.subscriptions.retrieve(id)).status).toBe('active');
    await advance(clock, '2026-06-01T00:00:00Z');
    expect((await client.subscriptions.retrieve(id)).status).toBe('canceled');
    expect(await invoicesOf(id)).toHaveLength(1);
  });

  it('comes at once when canceled, and is told', async () => {
    const price = await monthly(client, 2000);
    const customer = await payer(client);
    const { id } = await client.subscriptions.create({ customer: customer.id, items: [{ price: price.id }] });
    expect(await client.subscriptions.cancel(id)).toMatchObject({ status: 'canceled', ended_at: expect.any(Number) });
    await expect(client.subscriptions.cancel(id)).rejects.toMatchObject({ code: 'resource_missing' });
    const { data } = await client.events.list({ type: 'customer.subscription.deleted', limit: 1 });
    expect(data[0]?.data.object).toMatchObject({ id });
  });
});
