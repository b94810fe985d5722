import type { Stripe } from 'stripe';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { monthly, payer, startWithClient } from '../testing/client.ts';

let stripe: Awaited<ReturnType<typeof startWithClient>>['stripe'];
let client: Stripe;
let price: Stripe.Price;
beforeAll(async () => {
  ({ stripe, client } = await startWithClient());
  price = await monthly(client, 2900);
});
afterAll(() => stripe.stop());

const CARD = { number: '4242 4242 4242 4242', expiry: '12 / 40', cvc: '123', name: 'Ada Lovelace', country: 'DE' };

async function send(url: string, fields: Record<string, string>) {
  const response = await fetch(url, { method: 'POST', body: new URLSearchParams(fields), redirect: 'manual' });
  return { status: response.status, location: response.headers.get('location'), body: await response.text() };
}

async function show(url: string) {
  const response = await fetch(url);
  return { status: response.status, body: await response.text(), type: response.headers.get('content-type') };
}

async function checkout(more: Partial<Stripe.Checkout.SessionCreateParams> = {}) {
  const { id: customer } = await client.customers.create({ email: 'ada@example.com' });
  const session = await client.checkout.sessions.create({
    mode: 'subscription',
    customer,
    line_items: [{ price: price.id, quantity: 1 }],
    success_url: 'https://example.com/done?session={CHECKOUT_SESSION_ID}',
    cancel_url: 'https://example.com/plans',
    ...more,
  });
  return { id: session.id, url: session.url ?? '', customer };
}

describe('the checkout page', () => {
  it('says what it is, shows what is bought, and leads back once it is paid', async () => {
    const { id, url } = await checkout();
    const { body } = await show(url);
    expect(body).toContain('no money moves');
    expect(body).toContain('$29.00 every month');
    const { status, location } = await send(url, CARD);
    expect([status, location]).toEqual([303, `https://example.com/done?session=${id}`]);
    expect((await client.checkout.sessions.retrieve(id)).status).toBe('complete');
    expect((await show(url)).status).toBe(410);
  });

  it('takes the card with the expiry date that was typed', async () => {
    const { url, customer } = await checkout();
    await send(url, { ...CARD, expiry: '7/2031' });
    const { data } = await client.customers.listPaymentMethods(customer);
    expect(data[0]?.card).toMatchObject({ exp_month: 7, exp_year: 2031 });
  });

  it.each([
    [{ ...CARD, number: '4000 0000 0000 0002' }, 'Your card was declined.'],
    [{ ...CARD, number: '1111' }, 'Your card number is invalid.'],
    [{ ...CARD, expiry: '01 / 20' }, 'expiration date is in the past'],
    [{ ...CARD, cvc: '1' }, 'security code is incomplete'],
  ])('keeps what was typed when it does not work', async (fields, message) => {
    const { id, url } = await checkout();
    const { body, status } = await send(url, fields);
    expect(status).toBeGreaterThanOrEqual(400);
    expect(body).toContain(message.replaceAll("'", '&#39;'));
    expect(body).toContain('value="Ada Lovelace"');
    expect((await client.checkout.sessions.retrieve(id)).status).toBe('open');
  });

  it('asks the customer when the bank wants to hear from them', async () => {
    const { id, url } = await checkout();
    const fields = { ...CARD, number: '4000 0025 0000 3155' };
    expect((await send(url, fields)).body).toContain('Is this you?');
    expect((await send(url, { ...fields, bank: 'refused' })).body).toContain('unable to authenticate');
    expect((await client.checkout.sessions.retrieve(id)).status).toBe('open');
    expect((await send(url, { ...fields, bank: 'answered' })).status).toBe(303);
  });

  it('shows text as text', async () => {
    const { url } = await checkout();
    const { body } = await send(url, { ...CARD, name: '<script>alert(1)</script>', cvc: '' });
    expect(body).not.toContain('<script>');
  });

  it('shows amounts of currencies without a smaller unit', async () => {
    const yen = await monthly(client, 3000, 'jpy');
    const { url } = await checkout({ line_items: [{ price: yen.id, quantity: 1 }] });
    expect((await show(url)).body).toContain('¥3,000');
  });
});

describe('the portal', () => {
  async function portal() {
    const customer = await payer(client, { name: 'Ada' });
    const subscription = await client.subscriptions.create({ customer: customer.id, items: [{ price: price.id }] });
    const { url } = await client.billingPortal.sessions.create({
      customer: customer.id,
      return_url: 'https://example.com',
    });
    return { customer: customer.id, subscription: subscription.id, url };
  }

  it('shows the subscription, the card and the invoices', async () => {
    const { url } = await portal();
    const { body } = await show(url);
    for (const text of ['Renews on', 'visa •••• 4242', '$29.00', 'Return to the application'])
      expect(body).toContain(text);
  });

  it('cancels at the end of the period, and takes it back', async () => {
    const { url, subscription } = await portal();
    await send(`${url}/cancel`, { subscription });
    expect(await client.subscriptions.retrieve(subscription)).toMatchObject({
      cancel_at_period_end: true,
      status: 'active',
    });
    await send(`${url}/keep`, { subscription });
    expect(await client.subscriptions.retrieve(subscription)).toMatchObject({ cancel_at_period_end: false });
  });

  it('changes the card, and says so when it is declined', async () => {
    const { url, customer } = await portal();
    expect((await send(`${url}/card`, { ...CARD, number: '4000000000000002' })).body).toContain('declined');
    await send(`${url}/card`, { ...CARD, number: '5555555555554444' });
    const { data } = await client.paymentMethods.list({ customer, limit: 1 });
    expect(data[0]?.card?.last4).toBe('4444');
    expect(await client.customers.retrieve(customer)).toMatchObject({
      invoice_settings: { default_payment_method: data[0]?.id },
    });
  });

  it('does not touch the subscription of somebody else', async () => {
    const [mine, theirs] = [await portal(), await portal()];
    expect((await send(`${mine.url}/cancel`, { subscription: theirs.subscription })).status).toBe(403);
  });
});

it('an open invoice is paid on its page, which has it as a PDF', async () => {
  const customer = await payer(client);
  stripe.decline(customer.id);
  const subscription = await client.subscriptions.create({ customer: customer.id, items: [{ price: price.id }] });
  const { hosted_invoice_url: page, invoice_pdf: pdf } = await client.invoices.retrieve(
    String(subscription.latest_invoice),
  );
  expect((await show(page ?? '')).body).toContain('Pay with card');
  stripe.accept(customer.id);
  await send(page ?? '', CARD);
  expect((await show(page ?? '')).body).toContain('Paid on');
  expect((await client.subscriptions.retrieve(subscription.id)).status).toBe('active');
  const file = await show(pdf ?? '');
  expect(file.type).toBe('application/pdf');
  expect(file.body.slice(0, 8)).toBe('%PDF-1.4');
});
