import { createServer, type Server } from 'node:http';
import type { AddressInfo } from 'node:net';
import { text } from 'node:stream/consumers';
import { Stripe } from 'stripe';
import { afterAll, beforeAll, expect, it } from 'vitest';
import { at, payer, startWithClient } from '../testing/client.ts';

let stripe: Awaited<ReturnType<typeof startWithClient>>['stripe'];
let client: Stripe;
let endpoint: Server;
/** How many of the next are not taken. */
let failures = 0;
const received: { readonly body: string; readonly signature: string }[] = [];
beforeAll(async () => {
  endpoint = createServer((request, response) => {
    void text(request).then((body) => {
      received.push({ body, signature: String(request.headers['stripe-signature']) });
      response.writeHead(failures > 0 ? 500 : 200).end();
      failures -= 1;
    });
  });
  await new Promise<void>((resolve) => endpoint.listen(0, '127.0.0.1', resolve));
  const url = `http://127.0.0.1:${(endpoint.address() as AddressInfo).port}`;
  ({ stripe, client } = await startWithClient({
    customersPerClock: 100,
    thinWebhooks: [{ url, secrets: ['whsec_thin'] }],
    retryWebhooksAfterMs: [1, 1],
  }));
});
afterAll(async () => {
  await stripe.stop();
  await new Promise((resolve) => endpoint.close(resolve));
});

let named = 0;
async function meter(more: Partial<Stripe.Billing.MeterCreateParams> = {}) {
  named += 1;
  return client.billing.meters.create({
    display_name: 'Emails',
    event_name: `emails_${named}`,
    default_aggregation: { formula: 'sum' },
    event_time_window: 'hour',
    ...more,
  });
}

async function customerAt(iso: string) {
  const clock = await client.testHelpers.testClocks.create({ frozen_time: at(iso) });
  const customer = await payer(client, { test_clock: clock.id });
  return { customer: customer.id, clock: clock.id };
}

function report(name: string, customer: string, value: string, iso: string, identifier?: string) {
  return client.billing.meterEvents.create({
    event_name: name,
    payload: { stripe_customer_id: customer, value },
    timestamp: at(iso),
    ...(identifier && { identifier }),
  });
}

async function used(id: string, customer: string, start: string, end: string, window?: 'hour') {
  const { data } = await client.billing.meters.listEventSummaries(id, {
    customer,
    start_time: at(start),
    end_time: at(end),
    ...(window && { value_grouping_window: window }),
  });
  return data.map(({ aggregated_value: value }) => value);
}

it('the newest total of an hour takes the place of the others', async () => {
  const { id, event_name: name } = await meter();
  const { customer } = await customerAt('2026-05-01T03:00:00Z');
  await report(name, customer, '5', '2026-05-01T01:00:00Z');
  await report(name, customer, '7', '2026-05-01T01:59:59Z');
  await report(name, customer, '100', '2026-05-01T02:00:00Z');
  expect(await used(id, customer, '2026-05-01T00:00:00Z', '2026-05-02T00:00:00Z')).toEqual([107]);
  expect(await used(id, customer, '2026-05-01T00:00:00Z', '2026-05-02T00:00:00Z', 'hour')).toEqual([100, 7]);
});

it('without a window everything is added', async () => {
  const { id, event_name: name } = await client.billing.meters.create({
    display_name: 'Events',
    event_name: 'events',
    default_aggregation: { formula: 'sum' },
  });
  const { customer } = await customerAt('2026-05-01T03:00:00Z');
  await report(name, customer, '5', '2026-05-01T01:00:00Z');
  await report(name, customer, '7', '2026-05-01T01:00:00Z');
  expect(await used(id, customer, '2026-05-01T00:00:00Z', '2026-05-02T00:00:00Z')).toEqual([12]);
});

it.each([
  ['2026-04-30T23:59:59Z', 'timestamp_too_far_in_past'],
  ['2026-06-05T00:05:01Z', 'timestamp_in_future'],
])('refuses what is said to be of %s on 5 June', async (iso, code) => {
  const { event_name: name } = await meter();
  const { customer } = await customerAt('2026-06-05T00:00:00Z');
  await expect(report(name, customer, '1', iso)).rejects.toMatchObject({ statusCode: 400, code });
  await report(name, customer, '1', '2026-05-01T00:00:00Z');
  await report(name, customer, '1', '2026-06-05T00:05:00Z');
});

it('takes an identifier once a day', async () => {
  const { event_name: name } = await meter();
  const { customer, clock } = await customerAt('2026-05-01T03:00:00Z');
  await report(name, customer, '1', '2026-05-01T02:00:00Z', 'the same');
  await expect(report(name, customer, '1', '2026-05-01T02:00:00Z', 'the same')).rejects.toMatchObject({
    statusCode: 400,
  });
  await client.testHelpers.testClocks.advance(clock, { frozen_time: at('2026-05-02T03:00:00Z') });
  await report(name, customer, '1', '2026-05-02T02:00:00Z', 'the same');
});

it('an event can be cancelled for a day', async () => {
  const { id, event_name: name } = await meter();
  const { customer } = await customerAt('2026-05-01T03:00:00Z');
  await report(name, customer, '9', '2026-05-01T02:00:00Z', 'wrong');
  await client.billing.meterEventAdjustments.create({
    event_name: name,
    type: 'cancel',
    cancel: { identifier: 'wrong' },
  });
  expect(await used(id, customer, '2026-05-01T00:00:00Z', '2026-05-02T00:00:00Z')).toEqual([0]);
});

it('a thin event comes again until it is taken', async () => {
  received.length = 0;
  failures = 2;
  const { event_name: name } = await meter();
  const { customer } = await customerAt('2026-05-01T03:00:00Z');
  await report(name, customer, 'none', '2026-05-01T02:00:00Z', 'again');
  await expect.poll(() => received.length).toBe(3);
  expect(new Set(received.map(({ body }) => body)).size).toBe(1);
  received.length = 0;
  failures = 0;
});

it('what cannot be counted is told by a thin event with a secret of its own', async () => {
  const { id, event_name: name } = await meter();
  const { customer } = await customerAt('2026-05-01T03:00:00Z');
  await report(name, customer, 'many', '2026-05-01T02:00:00Z', 'not a number');
  await expect.poll(() => received.length).toBeGreaterThan(0);
  const [{ body, signature } = expect.fail('Nothing arrived.')] = received;
  expect(() => client.parseEventNotification(body, signature, 'whsec_other')).toThrow('signature');
  const notification = client.parseEventNotification(body, signature, 'whsec_thin');
  expect(notification).toMatchObject({ type: 'v1.billing.meter.error_report_triggered', related_object: { id } });
  const event = await client.v2.core.events.retrieve(notification.id);
  expect(event).toMatchObject({
    data: {
      reason: {
        error_types: [
          { code: 'meter_event_invalid_value', sample_errors: [{ request: { identifier: 'not a number' } }] },
        ],
      },
    },
  });
});

it('is billed at the end of its period, with what comes late until the invoice is final', async () => {
  const { id: meterId, event_name: name } = await meter();
  const product = await client.products.create({ name: 'Emails' });
  const price = await client.prices.create({
    product: product.id,
    currency: 'usd',
    unit_amount_decimal: Stripe.Decimal.from('0.05'),
    recurring: { interval: 'month', usage_type: 'metered', meter: meterId },
  });
  const { customer, clock } = await customerAt('2026-05-01T00:00:00Z');
  const { id } = await client.subscriptions.create({ customer, items: [{ price: price.id }] });
  await client.testHelpers.testClocks.advance(clock, { frozen_time: at('2026-05-31T23:00:00Z') });
  await report(name, customer, '40001', '2026-05-30T01:00:00Z');
  await client.testHelpers.testClocks.advance(clock, { frozen_time: at('2026-06-01T00:30:00Z') });
  await report(name, customer, '999', '2026-05-31T23:00:00Z');
  await report(name, customer, '77777', '2026-06-01T00:00:00Z');
  await client.testHelpers.testClocks.advance(clock, { frozen_time: at('2026-06-01T01:00:00Z') });
  const { data } = await client.invoices.list({ subscription: id, limit: 1 });
  expect(data[0]).toMatchObject({ status: 'paid', total: 2050 });
  expect(data[0]?.lines.data[0]).toMatchObject({
    quantity: 41_000,
    period: { start: at('2026-05-01T00:00:00Z'), end: at('2026-06-01T00:00:00Z') },
  });
  await report(name, customer, '5000', '2026-05-31T22:00:00Z');
  expect((await client.invoices.retrieve(data[0]?.id ?? '')).total).toBe(2050);
});

it('graduated tiers include some and ask for the rest', async () => {
  const { id: meterId, event_name: name } = await meter();
  const product = await client.products.create({ name: 'Emails' });
  const price = await client.prices.create({
    product: product.id,
    currency: 'usd',
    billing_scheme: 'tiered',
    tiers_mode: 'graduated',
    tiers: [
      { up_to: 10_000, unit_amount: 0 },
      { up_to: 'inf', unit_amount_decimal: Stripe.Decimal.from('0.1') },
    ],
    recurring: { interval: 'month', usage_type: 'metered', meter: meterId },
  });
  const { customer, clock } = await customerAt('2026-05-01T00:00:00Z');
  const { id } = await client.subscriptions.create({ customer, items: [{ price: price.id }] });
  await client.testHelpers.testClocks.advance(clock, { frozen_time: at('2026-05-10T00:00:00Z') });
  await report(name, customer, '25005', '2026-05-09T01:00:00Z');
  await client.testHelpers.testClocks.advance(clock, { frozen_time: at('2026-06-01T01:00:00Z') });
  const { data } = await client.invoices.list({ subscription: id, limit: 1 });
  expect(data[0]).toMatchObject({ total: 1501 });
});

it('what was used before a subscription ends is still billed', async () => {
  const { id: meterId, event_name: name } = await meter();
  const product = await client.products.create({ name: 'Emails' });
  const price = await client.prices.create({
    product: product.id,
    currency: 'usd',
    unit_amount: 1,
    recurring: { interval: 'month', usage_type: 'metered', meter: meterId },
  });
  const { customer, clock } = await customerAt('2026-05-01T00:00:00Z');
  const { id } = await client.subscriptions.create({
    customer,
    items: [{ price: price.id }],
    cancel_at_period_end: true,
  });
  await client.testHelpers.testClocks.advance(clock, { frozen_time: at('2026-05-31T23:00:00Z') });
  await report(name, customer, '1234', '2026-05-31T22:00:00Z');
  await client.testHelpers.testClocks.advance(clock, { frozen_time: at('2026-06-01T02:00:00Z') });
  expect((await client.subscriptions.retrieve(id)).status).toBe('canceled');
  const { data } = await client.invoices.list({ subscription: id, limit: 1 });
  expect(data[0]).toMatchObject({ status: 'paid', amount_paid: 1234 });
});
