import { randomUUID } from 'node:crypto';
import type { Stripe } from 'stripe';
import { afterAll, beforeAll, describe, expect, test } from 'vitest';
import { startStripe } from '../../../../../tools/stand-ins/stripe/server.ts';
import { monthly, payer } from '../../../../../tools/stand-ins/stripe/testing/client.ts';
import type { PriceChange } from '../../ports/payments.ts';
import { openStripe } from './stripe-client.ts';
import { StripePayments } from './stripe-payments.ts';
import { StripeUsageSink } from './stripe-usage-sink.ts';

interface Server {
  readonly secretKey: string;
  readonly apiBase?: string;
  stop(): Promise<void>;
}

/** A key of Stripe's test mode runs the same against Stripe itself; nothing of it moves money. */
const testKey = process.env['STRIPE_TEST_KEY'];
if (testKey && !/^(?:sk|rk)_test_/.test(testKey))
  throw new Error('STRIPE_TEST_KEY is not a key of Stripe’s test mode.');

const servers: Readonly<Record<string, () => Promise<Server>>> = {
  'what stands in for Stripe': async () => {
    const { apiKey, url, stop } = await startStripe({ seed: 'port' });
    return { secretKey: apiKey, apiBase: url, stop };
  },
  ...(testKey && { Stripe: async () => ({ secretKey: testKey, stop: async () => {} }) }),
};
/** Stripe's meters take some minutes. */
const patienceMs = testKey ? 240_000 : 10_000;

describe.each(Object.keys(servers))('%s', (name) => {
  let server: Server;
  let stripe: Stripe;
  let payments: StripePayments;
  let usage: StripeUsageSink;
  let small: string;
  let large: string;
  const customers: string[] = [];
  beforeAll(async () => {
    server = await servers[name]!(); // one of them
    stripe = await openStripe(server);
    payments = new StripePayments({ ...server, webhookSecrets: ['whsec_port'], tax: false });
    usage = new StripeUsageSink({ ...server, meterWebhookSecrets: [] });
    [small, large] = [(await monthly(stripe, 4_900, 'eur')).id, (await monthly(stripe, 9_900, 'eur')).id];
  });
  afterAll(async () => {
    for (const id of customers) await stripe.customers.del(id);
    await server.stop();
  });

  async function subscriber() {
    const { id: customerId } = await payer(stripe);
    customers.push(customerId);
    const { id: subscriptionId } = await stripe.subscriptions.create({
      customer: customerId,
      items: [{ price: small }],
    });
    const state = async () => {
      const found = await payments.stateOf(customerId);
      const [subscription] = found?.subscriptions ?? [];
      if (!found || !subscription) throw new Error(`${customerId} has no subscription.`);
      return { ...found, subscription };
    };
    const change = async (): Promise<PriceChange> => ({
      customerId,
      subscriptionId,
      items: (await state()).subscription.items,
      priceIds: [large],
      meteredPriceIds: [],
      prorationDate: Math.floor(Date.now() / 1_000),
    });
    return { customerId, subscriptionId, state, change };
  }
  const key = () => randomUUID();

  test('a customer is created once for one key, and found by the organization', async () => {
    const organizationId = randomUUID();
    const customer = { organizationId, name: 'Port', email: `${organizationId}@example.com`, key: key() };
    const id = await payments.createCustomer(customer);
    customers.push(id);
    expect(await payments.createCustomer(customer)).toBe(id);
    expect(await payments.stateOf(id)).toEqual({ paymentMethod: null, subscriptions: [], invoices: [] });
    expect(await payments.stateOf('cus_nobody')).toBeNull();
    // Lists of Stripe follow what was written within a moment.
    await expect.poll(() => payments.findCustomer(organizationId, customer.email), { timeout: patienceMs }).toBe(id);
  });

  test('one checkout of a customer is open at a time; a price that does not exist is refused', async () => {
    const customerId = (await payer(stripe)).id;
    customers.push(customerId);
    const checkout = {
      organizationId: randomUUID(),
      customerId,
      priceIds: [small],
      meteredPriceIds: [],
      trialEnd: null,
      anchor: null,
      message: null,
      successUrl: 'https://mail.example/done',
      cancelUrl: 'https://mail.example/back',
    };
    const first = await payments.startCheckout({ ...checkout, key: key() });
    expect(await payments.startCheckout({ ...checkout, key: key() })).not.toBe(first);
    expect((await stripe.checkout.sessions.list({ customer: customerId, status: 'open' })).data).toHaveLength(1);
    const wrong = payments.startCheckout({ ...checkout, priceIds: ['price_nobody'], key: key() });
    await expect(wrong).rejects.toMatchObject({ name: 'PaymentRefused', code: 'resource_missing' });
  });

  test('what a preview says is charged for a change, and the charge can be given back once', async () => {
    const { customerId, change, state } = await subscriber();
    const before = await state();
    expect(before.subscription).toMatchObject({ status: 'active', amount: 4_900, currency: 'EUR' });
    expect(before.subscription.paymentMethod ?? before.paymentMethod).toMatchObject({ brand: 'visa', last4: '4242' });
    const asked = await change();
    const preview = await payments.previewChange(asked);
    await payments.changePrice({ ...asked, scheduleId: null, key: key() });
    const { invoices, subscription } = await state();
    expect(subscription).toMatchObject({ amount: 9_900, items: [{ priceId: large }] });
    const charged = invoices.find(({ id }) => id === subscription.latestInvoiceId);
    expect(charged).toMatchObject({ status: 'paid', total: preview.total, amountPaid: preview.amountDue });
    expect(charged?.lines.map(({ amount }) => amount).toSorted((one, other) => one - other)).toEqual(
      preview.lines.map(({ amount }) => amount).toSorted((one, other) => one - other),
    );
    await payments.refund(charged?.id ?? '', { key: key() });
    await payments.refund(charged?.id ?? '', { key: key() });
    const { data: notes } = await stripe.creditNotes.list({ customer: customerId });
    expect(notes.map(({ total }) => total)).toEqual([charged?.amountPaid]);
  });

  test('a change that the bank declines changes nothing', async () => {
    const { customerId, change, state } = await subscriber();
    const declining = await stripe.paymentMethods.attach('pm_card_chargeCustomerFail', { customer: customerId });
    await stripe.customers.update(customerId, { invoice_settings: { default_payment_method: declining.id } });
    const changing = payments.changePrice({ ...(await change()), scheduleId: null, key: key() });
    await expect(changing).rejects.toMatchObject({ name: 'PaymentRefused', isDeclined: true });
    expect((await state()).subscription).toMatchObject({ status: 'active', items: [{ priceId: small }] });
  });

  test('a price is scheduled for the next period and given up; a subscription is cancelled, resumed and ended', async () => {
    const { subscriptionId, state } = await subscriber();
    const prices = { priceIds: [large], meteredPriceIds: [] };
    await payments.schedulePrice({ subscriptionId, ...prices, scheduleId: null, key: key() });
    const { subscription } = await state();
    expect(subscription.schedule?.next).toEqual({ priceIds: [large], at: subscription.periodEnd });
    await payments.releaseSchedule(subscription.schedule?.id ?? '', { key: key() });
    expect((await state()).subscription.schedule).toBeNull();
    await payments.cancelAtPeriodEnd(subscriptionId, { key: key() });
    expect((await state()).subscription.cancelsAt).toEqual(subscription.periodEnd);
    await payments.resume(subscriptionId, { key: key() });
    expect((await state()).subscription.cancelsAt).toBeNull();
    await payments.cancelNow(subscriptionId, { key: key() });
    await payments.cancelNow(subscriptionId, { key: key() });
    expect((await state()).subscription.status).toBe('canceled');
  });

  test('an hour that is reported twice with one key is counted once', async () => {
    const meter = await stripe.billing.meters.create({
      display_name: 'Emails',
      event_name: `emails_${randomUUID().slice(0, 8)}`,
      default_aggregation: { formula: 'sum' },
      event_time_window: 'hour',
    });
    const { id: product } = await stripe.products.create({ name: 'Emails' });
    const recurring = { interval: 'month', usage_type: 'metered', meter: meter.id } as const;
    const { id: priceId } = await stripe.prices.create({ product, currency: 'eur', unit_amount: 1, recurring });
    const { customerId } = await subscriber();
    const hour = new Date(Math.floor(Date.now() / 3_600_000) * 3_600_000 - 2 * 3_600_000);
    const report = { priceId, customerId, hour, total: 421, key: key() };
    await usage.report(report);
    await usage.report(report);
    const until = new Date(hour.getTime() + 3_600_000);
    const counted = () => usage.totalOf({ priceId, customerId, from: hour, until });
    await expect.poll(counted, { timeout: patienceMs, interval: testKey ? 5_000 : 50 }).toBe(421);
  }, 300_000);
});
