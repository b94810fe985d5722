import type { Stripe } from 'stripe';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { monthly, payer, startWithClient } from '../testing/client.ts';

let stripe: Awaited<ReturnType<typeof startWithClient>>['stripe'];
let client: Stripe;
let price: Stripe.Price;
let time = new Date('2026-03-01T00:00:00Z');
beforeAll(async () => {
  ({ stripe, client } = await startWithClient({ now: () => time }));
  price = await monthly(client, 2900);
});
afterAll(() => stripe.stop());

async function session(more: Partial<Stripe.Checkout.SessionCreateParams> = {}) {
  return client.checkout.sessions.create({
    mode: 'subscription',
    line_items: [{ price: price.id, quantity: 1 }],
    success_url: 'https://example.com/done?session={CHECKOUT_SESSION_ID}',
    cancel_url: 'https://example.com/plans',
    ...more,
  });
}

describe('a checkout session', () => {
  it('leads to a page, and is paid there', async () => {
    const { id: customer } = await client.customers.create({ metadata: { organization: 'o1' } });
    const open = await session({ customer, subscription_data: { metadata: { organization: 'o1' } } });
    expect(open).toMatchObject({ status: 'open', payment_status: 'unpaid', amount_total: 2900 });
    expect(open.url).toBe(`${stripe.url}/c/pay/${open.id}`);
    stripe.completeCheckout(open.id);
    const done = await client.checkout.sessions.retrieve(open.id, { expand: ['subscription', 'line_items'] });
    expect(done).toMatchObject({
      status: 'complete',
      payment_status: 'paid',
      url: null,
      customer,
      subscription: {
        status: 'active',
        metadata: { organization: 'o1' },
        default_payment_method: expect.stringMatching(/^pm_/),
      },
      line_items: { data: [{ amount_total: 2900 }] },
    });
  });

  it('makes a customer where none is given', async () => {
    const { id } = await session({ customer_email: 'ada@example.com' });
    const done = stripe.completeCheckout(id, { card: '4242 4242 4242 4242', email: 'ada@example.com', name: 'Ada' });
    expect(await client.customers.retrieve(String(done.customer))).toMatchObject({
      email: 'ada@example.com',
      name: 'Ada',
    });
  });

  it.each([
    ['4000 0000 0000 0002', 'card_declined'],
    ['4000 0000 0000 0341', 'card_declined'],
    ['4000 0000 0000 0069', 'expired_card'],
    ['1234 1234 1234 1234', 'invalid_number'],
    ['4000 0025 0000 3155', 'subscription_payment_intent_requires_action'],
  ])('stays open when the card %s does not pay', async (card, code) => {
    const { id: customer } = await client.customers.create({});
    const { id } = await session({ customer });
    expect(() => stripe.completeCheckout(id, { card })).toThrow(
      expect.objectContaining({ details: expect.objectContaining({ code }) }),
    );
    expect((await client.checkout.sessions.retrieve(id)).status).toBe('open');
    expect((await client.subscriptions.list({ customer, status: 'all' })).data).toEqual([]);
    expect((await client.paymentMethods.list({ customer })).data).toEqual([]);
    stripe.completeCheckout(id, { card: '4000002500003155', isAuthenticated: true });
    expect((await client.checkout.sessions.retrieve(id)).status).toBe('complete');
  });

  it('with a trial asks for a card, but for no money', async () => {
    const { id: customer } = await client.customers.create({});
    const open = await session({ customer, subscription_data: { trial_period_days: 14 } });
    expect(open).toMatchObject({ amount_total: 0, payment_status: 'no_payment_required' });
    expect(() => stripe.completeCheckout(open.id, { card: null })).toThrow('card number');
    const done = stripe.completeCheckout(open.id);
    expect(await client.subscriptions.retrieve(String(done.subscription))).toMatchObject({ status: 'trialing' });
  });

  it('takes promotion codes where it may', async () => {
    const coupon = await client.coupons.create({ percent_off: 50, duration: 'once' });
    await client.promotionCodes.create({ promotion: { type: 'coupon', coupon: coupon.id }, code: 'HALF' });
    const { id } = await session({ allow_promotion_codes: true });
    expect(() => stripe.completeCheckout(id, { card: 'pm_card_visa', promotionCode: 'NOTHING' })).toThrow('invalid');
    const done = stripe.completeCheckout(id, { card: 'pm_card_visa', promotionCode: 'HALF' });
    expect(await client.invoices.retrieve(String(done.invoice))).toMatchObject({ subtotal: 2900, amount_paid: 1450 });
    expect(await client.coupons.retrieve(coupon.id)).toMatchObject({ times_redeemed: 1 });
  });

  it('needs to know where a customer is for automatic tax', async () => {
    const { id: customer } = await client.customers.create({});
    const taxed = { customer, automatic_tax: { enabled: true } };
    await expect(session(taxed)).rejects.toMatchObject({ code: 'customer_tax_location_invalid' });
    const { id } = await session({ ...taxed, customer_update: { address: 'auto' } });
    expect(() => stripe.completeCheckout(id, { card: 'pm_card_visa' })).toThrow('location');
    const done = stripe.completeCheckout(id, { card: 'pm_card_visa', country: 'DE' });
    expect(await client.invoices.retrieve(String(done.invoice))).toMatchObject({
      subtotal: 2900,
      total: 3451,
      total_taxes: [{ amount: 551 }],
    });
  });

  it('expires after a day, or when told so, and is paid no more', async () => {
    const [first, second] = [await session(), await session()];
    expect((await client.checkout.sessions.expire(first.id)).status).toBe('expired');
    await expect(client.checkout.sessions.expire(first.id)).rejects.toMatchObject({ statusCode: 400 });
    time = new Date('2026-03-02T00:00:00Z');
    expect(await client.checkout.sessions.retrieve(second.id)).toMatchObject({ status: 'expired', url: null });
    expect(() => stripe.completeCheckout(second.id)).toThrow('no longer active');
    const { data } = await client.events.list({ type: 'checkout.session.expired' });
    expect(data.map((event) => (event.data.object as { id: string }).id)).toContain(second.id);
  });

  it('refuses what Stripe does not take any more', async () => {
    await expect(session({ payment_method_types: ['card'] } as object)).rejects.toMatchObject({
      code: 'parameter_unknown',
      param: 'payment_method_types',
    });
    await expect(session({ ui_mode: 'hosted' })).rejects.toMatchObject({ param: 'ui_mode' });
  });
});

it('a portal session belongs to a customer and leads back', async () => {
  const { id: customer } = await payer(client);
  const portal = await client.billingPortal.sessions.create({ customer, return_url: 'https://example.com/billing' });
  expect(portal).toMatchObject({ customer, return_url: 'https://example.com/billing' });
  expect(portal.url).toContain(portal.id);
  await expect(client.billingPortal.sessions.create({ customer: 'cus_nobody' })).rejects.toMatchObject({
    code: 'resource_missing',
  });
});
