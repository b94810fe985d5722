import type { Stripe } from 'stripe';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { monthly, payer, startWithClient } from '../testing/client.ts';

let stripe: Awaited<ReturnType<typeof startWithClient>>['stripe'];
let client: Stripe;
beforeAll(async () => {
  ({ stripe, client } = await startWithClient());
});
afterAll(() => stripe.stop());

async function post(path: string, body: string, headers: Record<string, string> = {}) {
  const response = await fetch(`${stripe.url}${path}`, {
    method: 'POST',
    headers: {
      authorization: `Bearer ${stripe.apiKey}`,
      'content-type': 'application/x-www-form-urlencoded',
      ...headers,
    },
    body,
  });
  return {
    status: response.status,
    headers: response.headers,
    body: (await response.json()) as { id?: string; error?: Record<string, unknown> },
  };
}

describe('keys and versions', () => {
  it('refuses a call without the key', async () => {
    const { status, body } = await post('/v1/customers', '', { authorization: '' });
    expect([status, body.error?.['type']]).toEqual([401, 'invalid_request_error']);
  });

  it('refuses another key and does not repeat it', async () => {
    const { status, body } = await post('/v1/customers', '', { authorization: 'Bearer sk_test_somebody_else' });
    expect(status).toBe(401);
    expect(body.error?.['message']).not.toContain('sk_test_somebody_else');
  });

  it('speaks one version only', async () => {
    const { status } = await post('/v1/customers', '', { 'stripe-version': '2020-08-27' });
    expect(status).toBe(400);
  });

  it('names every request, also those it refuses', async () => {
    const { headers } = await post('/v1/customers', 'surname=Turing');
    expect(headers.get('request-id')).toMatch(/^req_\w{14}$/);
  });
});

describe('parameters', () => {
  it.each([
    ['surname=Turing', 'parameter_unknown', 'surname'],
    ['address[planet]=Mars', 'parameter_unknown', 'address[planet]'],
    ['balance=much', 'parameter_invalid_integer', 'balance'],
    ['balance=1.5', 'parameter_invalid_integer', 'balance'],
    ['name=', 'parameter_invalid_empty', 'name'],
    ['tax_exempt=maybe', undefined, 'tax_exempt'],
    ['preferred_locales=de', undefined, 'preferred_locales'],
    ['name[first]=Ada', undefined, 'name'],
    ['test_clock=clock_nowhere', 'resource_missing', 'test_clock'],
    ['__proto__[polluted]=1', 'parameter_unknown', '__proto__'],
    ['constructor=1', 'parameter_unknown', 'constructor'],
  ])('refuses %s', async (body, code, param) => {
    const answer = await post('/v1/customers', body);
    expect(answer.status).toBe(400);
    expect(answer.body.error).toMatchObject({ type: 'invalid_request_error', param });
    expect(answer.body.error?.['code']).toBe(code);
  });

  it('asks for what is missing', async () => {
    const { body } = await post('/v1/products', 'active=true');
    expect(body.error).toMatchObject({ code: 'parameter_missing', param: 'name' });
  });

  it('refuses what Stripe takes and it does nothing with', async () => {
    const { status, body } = await post('/v1/customers', 'cash_balance[settings][reconciliation_mode]=manual');
    expect(status).toBe(400);
    expect(body.error?.['message']).toContain('does nothing with cash_balance');
  });

  it('answers unknown paths as Stripe does', async () => {
    const { status, body } = await post('/v1/unicorns', '');
    expect([status, body.error?.['type']]).toEqual([404, 'invalid_request_error']);
  });

  it('tells what a client of the package can tell apart', async () => {
    await expect(client.customers.retrieve('cus_nobody')).rejects.toMatchObject({
      statusCode: 404,
      code: 'resource_missing',
      param: 'id',
      type: 'StripeInvalidRequestError',
    });
  });
});

describe('idempotency keys', () => {
  it('do a thing once and replay the answer', async () => {
    const first = await post('/v1/customers', 'name=Ada', { 'idempotency-key': 'once' });
    const second = await post('/v1/customers', 'name=Ada', { 'idempotency-key': 'once' });
    expect(second.body.id).toBe(first.body.id);
    expect(second.headers.get('idempotent-replayed')).toBe('true');
    expect(first.headers.get('idempotent-replayed')).toBeNull();
  });

  it('are refused with other parameters', async () => {
    await post('/v1/customers', 'name=Ada', { 'idempotency-key': 'other' });
    const { status, body } = await post('/v1/customers', 'name=Grace', { 'idempotency-key': 'other' });
    expect([status, body.error?.['type']]).toEqual([400, 'idempotency_error']);
  });

  it('are refused while the first call is on its way', async () => {
    const gate = Promise.withResolvers<void>();
    stripe.faults.next('POST /v1/customers', { kind: 'held', until: gate.promise });
    const first = post('/v1/customers', 'name=Ada', { 'idempotency-key': 'busy' });
    await expect.poll(() => stripe.faults.held()).toBe(1);
    const second = await post('/v1/customers', 'name=Ada', { 'idempotency-key': 'busy' });
    expect([second.status, second.body.error?.['code']]).toEqual([409, 'idempotency_key_in_use']);
    gate.resolve();
    expect((await first).status).toBe(200);
  });

  it('may be used again after a call that was refused for its parameters', async () => {
    await post('/v1/customers', 'surname=Turing', { 'idempotency-key': 'again' });
    expect((await post('/v1/customers', 'name=Turing', { 'idempotency-key': 'again' })).status).toBe(200);
  });

  it('replay a refusal too once the call has begun', async () => {
    const fields = 'customer=cus_nobody';
    const first = await post('/v1/billing_portal/sessions', fields, { 'idempotency-key': 'refused' });
    const second = await post('/v1/billing_portal/sessions', fields, { 'idempotency-key': 'refused' });
    expect([first.status, second.status]).toEqual([400, 400]);
    expect(second.headers.get('idempotent-replayed')).toBe('true');
  });

  it('find what was done although the answer was lost', async () => {
    stripe.faults.next('POST /v1/customers', { kind: 'answer_lost' }, 2);
    const params = { name: 'Lost' };
    // The package asks once more by itself when a connection is cut.
    await expect(client.customers.create(params, { idempotencyKey: 'lost' })).rejects.toMatchObject({
      type: 'StripeConnectionError',
    });
    const found = await client.customers.create(params, { idempotencyKey: 'lost' });
    expect([...stripe.world.customers.values()].filter(({ name }) => name === 'Lost')).toMatchObject([
      { id: found.id },
    ]);
  });
});

describe('lists', () => {
  it('come in pages, the newest first', async () => {
    const ids: string[] = [];
    for (let n = 0; n < 5; n += 1) ids.push((await client.products.create({ name: `Product ${n}` })).id);
    const newest = await client.products.list({ limit: 2 });
    expect(newest.data.map(({ id }) => id)).toEqual([ids[4], ids[3]]);
    expect(newest.has_more).toBe(true);
    const older = await client.products.list({ limit: 2, starting_after: ids[3] ?? '' });
    expect(older.data.map(({ id }) => id)).toEqual([ids[2], ids[1]]);
    const back = await client.products.list({ limit: 2, ending_before: ids[1] ?? '' });
    expect(back.data.map(({ id }) => id)).toEqual([ids[3], ids[2]]);
  });

  it('are read to the end by the package', async () => {
    const all = await client.products.list({ limit: 1 }).autoPagingToArray({ limit: 100 });
    expect(all).toHaveLength(stripe.world.products.size);
  });
});

describe('expansion', () => {
  it('puts objects in place of their IDs, also within lists', async () => {
    const price = await monthly(client, 1000);
    const customer = await payer(client);
    await client.subscriptions.create({ customer: customer.id, items: [{ price: price.id }] });
    const { data } = await client.subscriptions.list({
      customer: customer.id,
      expand: ['data.customer', 'data.latest_invoice.payments.data.payment.payment_intent'],
    });
    const [subscription] = data;
    expect(subscription?.customer).toMatchObject({ id: customer.id, object: 'customer' });
    expect(subscription?.latest_invoice).toMatchObject({
      payments: { data: [{ payment: { payment_intent: { status: 'succeeded' } } }] },
    });
  });

  it('shows what is only included on request', async () => {
    const customer = await payer(client);
    expect((await client.customers.retrieve(customer.id)) as object).not.toHaveProperty('subscriptions');
    expect(await client.customers.retrieve(customer.id, { expand: ['subscriptions'] })).toHaveProperty('subscriptions');
  });

  it('refuses to expand what is not there', async () => {
    await expect(client.customers.list({ expand: ['data.friends'] })).rejects.toMatchObject({ statusCode: 400 });
  });
});
