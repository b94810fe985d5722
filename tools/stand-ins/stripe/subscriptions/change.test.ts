import type { Stripe } from 'stripe';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { at, monthly, payer, startWithClient } from '../testing/client.ts';

let stripe: Awaited<ReturnType<typeof startWithClient>>['stripe'];
let client: Stripe;
let small: Stripe.Price;
let large: Stripe.Price;
beforeAll(async () => {
  ({ stripe, client } = await startWithClient({ customersPerClock: 100 }));
  [small, large] = [await monthly(client, 1000), await monthly(client, 2000)];
});
afterAll(() => stripe.stop());

/** A subscription from the beginning of April, which has 30 days, in the middle of the month. */
async function inTheMiddle(price: Stripe.Price, more: Partial<Stripe.SubscriptionCreateParams> = {}) {
  const clock = await client.testHelpers.testClocks.create({ frozen_time: at('2026-04-01T00:00:00Z') });
  const customer = await payer(client, { test_clock: clock.id });
  const subscription = await client.subscriptions.create({
    customer: customer.id,
    items: [{ price: price.id }],
    ...more,
  });
  await client.testHelpers.testClocks.advance(clock.id, { frozen_time: at('2026-04-16T00:00:00Z') });
  return { id: subscription.id, item: subscription.items.data[0]?.id ?? '', customer: customer.id, clock: clock.id };
}

async function latestInvoice(subscription: string): Promise<Stripe.Invoice> {
  const { data } = await client.invoices.list({ subscription, limit: 1 });
  return data[0] ?? expect.fail('There is no invoice.');
}

describe('a larger price in the middle of the month', () => {
  it('with always_invoice charges the difference at once', async () => {
    const { id, item } = await inTheMiddle(small);
    await client.subscriptions.update(id, {
      items: [{ id: item, price: large.id }],
      proration_behavior: 'always_invoice',
    });
    const invoice = await latestInvoice(id);
    expect(invoice).toMatchObject({ status: 'paid', amount_paid: 500, billing_reason: 'subscription_update' });
    expect(invoice.lines.data.map(({ amount, description }) => [amount, description])).toEqual([
      [-500, 'Unused time on For 1000 after 16 Apr 2026'],
      [1000, 'Remaining time on For 2000 after 16 Apr 2026'],
    ]);
  });

  it('otherwise charges the difference with the next period', async () => {
    const { id, item, clock } = await inTheMiddle(small);
    await client.subscriptions.update(id, { items: [{ id: item, price: large.id }] });
    expect((await client.invoices.list({ subscription: id })).data).toHaveLength(1);
    await client.testHelpers.testClocks.advance(clock, { frozen_time: at('2026-05-01T02:00:00Z') });
    expect(await latestInvoice(id)).toMatchObject({ amount_paid: 2500 });
  });

  it('with none charges nothing for this month', async () => {
    const { id, item, clock } = await inTheMiddle(small);
    await client.subscriptions.update(id, { items: [{ id: item, price: large.id }], proration_behavior: 'none' });
    await client.testHelpers.testClocks.advance(clock, { frozen_time: at('2026-05-01T02:00:00Z') });
    expect(await latestInvoice(id)).toMatchObject({ amount_paid: 2000 });
  });
});

it('the preview of a change is what the change charges, to the second', async () => {
  const { id, item, clock } = await inTheMiddle(small, { items: [{ price: small.id, quantity: 3 }] });
  await client.testHelpers.testClocks.advance(clock, { frozen_time: at('2026-04-17T13:14:15Z') });
  const date = at('2026-04-17T13:14:15Z');
  const change = {
    items: [{ id: item, price: large.id, quantity: 7 }],
    proration_behavior: 'always_invoice' as const,
    proration_date: date,
  };
  const preview = await client.invoices.createPreview({ subscription: id, subscription_details: change });
  await client.testHelpers.testClocks.advance(clock, { frozen_time: at('2026-04-17T13:20:00Z') });
  await client.subscriptions.update(id, change);
  const invoice = await latestInvoice(id);
  const amounts = ({ lines }: Stripe.Invoice) =>
    lines.data.map(({ amount, description, period }) => [amount, description, period]);
  expect(amounts(invoice)).toEqual(amounts(preview));
  expect(invoice.amount_paid).toBe(preview.amount_due);
  // 13 days, 10 hours, 45 minutes and 45 seconds of 30 days: 3 × 1000 back, 7 × 2000 asked for.
  const part = (14 * 86_400 - (13 * 3600 + 14 * 60 + 15)) / (30 * 86_400);
  expect(invoice.lines.data.map(({ amount }) => amount)).toEqual([-Math.round(3000 * part), Math.round(14_000 * part)]);
});

it('a preview changes nothing', async () => {
  const { id, item } = await inTheMiddle(small);
  const before = JSON.stringify(await client.subscriptions.retrieve(id));
  await client.invoices.createPreview({
    subscription: id,
    subscription_details: { items: [{ id: item, price: large.id }], proration_behavior: 'always_invoice' },
  });
  expect(JSON.stringify(await client.subscriptions.retrieve(id))).toBe(before);
});

it('the preview without a change is the next renewal', async () => {
  const { id } = await inTheMiddle(large);
  const preview = await client.invoices.createPreview({ subscription: id });
  expect(preview).toMatchObject({ amount_due: 2000, billing_reason: 'upcoming', status: 'draft' });
  expect(preview.id).toMatch(/^upcoming_in_/);
});

it('what ends has no next invoice', async () => {
  const { id } = await inTheMiddle(large);
  await client.subscriptions.update(id, { cancel_at_period_end: true });
  await expect(client.invoices.createPreview({ subscription: id })).rejects.toMatchObject({
    statusCode: 404,
    code: 'invoice_upcoming_none',
  });
});

it('a smaller price with always_invoice leaves credit, which pays for the next period', async () => {
  const { id, item, customer, clock } = await inTheMiddle(large);
  await client.subscriptions.update(id, {
    items: [{ id: item, price: small.id }],
    proration_behavior: 'always_invoice',
  });
  expect(await latestInvoice(id)).toMatchObject({ total: -500, amount_due: 0, status: 'paid', ending_balance: -500 });
  expect(await client.customers.retrieve(customer)).toMatchObject({ balance: -500 });
  await client.testHelpers.testClocks.advance(clock, { frozen_time: at('2026-05-01T02:00:00Z') });
  expect(await latestInvoice(id)).toMatchObject({
    total: 1000,
    amount_paid: 500,
    starting_balance: -500,
    ending_balance: 0,
  });
});

it('another interval begins a new period at once', async () => {
  const yearly = await client.prices.create({
    product: String(small.product),
    currency: 'usd',
    unit_amount: 10_000,
    recurring: { interval: 'year' },
  });
  const { id, item } = await inTheMiddle(small);
  const { items } = await client.subscriptions.update(id, { items: [{ id: item, price: yearly.id }] });
  expect(items.data[0]).toMatchObject({
    current_period_start: at('2026-04-16T00:00:00Z'),
    current_period_end: at('2027-04-16T00:00:00Z'),
  });
  expect(await latestInvoice(id)).toMatchObject({ amount_paid: 9500 });
});

it('the end of a trial now charges the first period', async () => {
  const { id } = await inTheMiddle(large, { trial_period_days: 30 });
  const { status } = await client.subscriptions.update(id, { trial_end: 'now' });
  expect(status).toBe('active');
  expect(await latestInvoice(id)).toMatchObject({ amount_paid: 2000 });
});

describe('a change that cannot be paid', () => {
  it('is refused with error_if_incomplete', async () => {
    const { id, item, customer } = await inTheMiddle(small);
    stripe.decline(customer);
    const change = client.subscriptions.update(id, {
      items: [{ id: item, price: large.id }],
      proration_behavior: 'always_invoice',
      payment_behavior: 'error_if_incomplete',
    });
    await expect(change).rejects.toMatchObject({ type: 'StripeCardError', statusCode: 402 });
    expect((await client.subscriptions.retrieve(id)).items.data[0]?.price.id).toBe(small.id);
  });

  it('waits with pending_if_incomplete until it is paid', async () => {
    const { id, item, customer } = await inTheMiddle(small);
    stripe.decline(customer);
    const waiting = await client.subscriptions.update(id, {
      items: [{ id: item, price: large.id }],
      proration_behavior: 'always_invoice',
      payment_behavior: 'pending_if_incomplete',
    });
    expect(waiting).toMatchObject({ status: 'active', pending_update: { expires_at: expect.any(Number) } });
    expect(waiting.items.data[0]?.price.id).toBe(small.id);
    stripe.accept(customer);
    await client.invoices.pay(String(waiting.latest_invoice));
    const paid = await client.subscriptions.retrieve(id);
    expect(paid.pending_update).toBeNull();
    expect(paid.items.data[0]?.price.id).toBe(large.id);
  });

  it('otherwise leaves the subscription past due', async () => {
    const { id, item, customer } = await inTheMiddle(small);
    stripe.decline(customer);
    await client.subscriptions.update(id, {
      items: [{ id: item, price: large.id }],
      proration_behavior: 'always_invoice',
    });
    expect((await client.subscriptions.retrieve(id)).status).toBe('past_due');
  });
});

it('what is less than can be charged is owed until the next invoice', async () => {
  const { id, item, customer } = await inTheMiddle(await monthly(client, 1000), {});
  const slightlyMore = await monthly(client, 1020);
  await client.subscriptions.update(id, {
    items: [{ id: item, price: slightlyMore.id }],
    proration_behavior: 'always_invoice',
  });
  expect(await latestInvoice(id)).toMatchObject({ total: 10, amount_due: 0, status: 'paid' });
  expect(await client.customers.retrieve(customer)).toMatchObject({ balance: 10 });
});

it('random changes add up: what is charged is what the time of each price costs', async () => {
  const seed = Number(process.env['SEED'] ?? Math.floor(Math.random() * 1e9));
  let state = seed;
  const random = () => (state = (state * 1_103_515_245 + 12_345) % 2_147_483_648) / 2_147_483_648;
  for (let round = 0; round < 5; round += 1) {
    const clock = await client.testHelpers.testClocks.create({ frozen_time: at('2026-04-01T00:00:00Z') });
    const customer = await payer(client, { test_clock: clock.id });
    const subscription = await client.subscriptions.create({ customer: customer.id, items: [{ price: small.id }] });
    const [start, end] = [at('2026-04-01T00:00:00Z'), at('2026-05-01T00:00:00Z')];
    let now = start;
    let exact = 1000;
    let changes = 0;
    let current = 1;
    while (now + 86_400 * 8 < end) {
      now += 3600 + Math.floor(random() * 86_400 * 7);
      await client.testHelpers.testClocks.advance(clock.id, { frozen_time: now });
      const quantity = 1 + Math.floor(random() * 50);
      exact += ((quantity - current) * 1000 * (end - now)) / (end - start);
      current = quantity;
      changes += 1;
      const id = subscription.items.data[0]?.id ?? '';
      await client.subscriptions.update(subscription.id, {
        items: [{ id, quantity }],
        proration_behavior: 'always_invoice',
      });
    }
    const { data } = await client.invoices.list({ subscription: subscription.id, limit: 100 });
    const total = data.reduce((sum, invoice) => sum + invoice.total, 0);
    const known = (await client.customers.retrieve(customer.id)) as Stripe.Customer;
    const paid = data.reduce((sum, { amount_paid: amount }) => sum + amount, 0);
    expect(Math.abs(total - exact), `SEED=${seed}`).toBeLessThanOrEqual(changes);
    expect(paid + known.balance, `SEED=${seed}`).toBe(total);
  }
});
