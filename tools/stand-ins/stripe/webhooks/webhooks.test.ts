import { createServer, type Server } from 'node:http';
import type { AddressInfo } from 'node:net';
import { text } from 'node:stream/consumers';
import type { Stripe } from 'stripe';
import { afterAll, beforeAll, beforeEach, expect, it } from 'vitest';
import { startWithClient } from '../testing/client.ts';

let stripe: Awaited<ReturnType<typeof startWithClient>>['stripe'];
let client: Stripe;
let endpoint: Server;
let url = '';
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
  url = `http://127.0.0.1:${(endpoint.address() as AddressInfo).port}/hooks`;
  ({ stripe, client } = await startWithClient({
    webhooks: [{ url, secrets: ['whsec_old', 'whsec_new'], events: ['customer.created', 'customer.updated'] }],
    retryWebhooksAfterMs: [1, 1, 1],
  }));
});
afterAll(async () => {
  await stripe.stop();
  await new Promise((resolve) => endpoint.close(resolve));
});
beforeEach(() => {
  received.length = 0;
  failures = 0;
});

it('are signed with every secret, so the package verifies them with either', async () => {
  const { id } = await client.customers.create({ name: 'Ada' });
  await stripe.webhooks.settled();
  const [{ body, signature } = expect.fail('Nothing arrived.')] = received;
  for (const secret of ['whsec_old', 'whsec_new']) {
    const event = client.webhooks.constructEvent(body, signature, secret);
    expect(event).toMatchObject({ type: 'customer.created', data: { object: { id } } });
  }
  expect(() => client.webhooks.constructEvent(body, signature, 'whsec_other')).toThrow('signature');
});

it('say what was there before', async () => {
  const { id } = await client.customers.create({ name: 'Ada' });
  await client.customers.update(id, { name: 'Grace', metadata: { organization: 'o1' } });
  await stripe.webhooks.settled();
  const event = JSON.parse(received.at(-1)?.body ?? '') as Stripe.Event;
  expect(event.data.previous_attributes).toEqual({ name: 'Ada', metadata: { organization: null } });
});

it('come again until they are taken', async () => {
  failures = 2;
  const { id } = await client.customers.create({});
  await expect.poll(() => stripe.webhooks.all().at(-1)?.isDelivered).toBe(true);
  expect(stripe.webhooks.all().at(-1)?.attempts).toEqual([500, 500, 200]);
  const { data } = await client.events.list({ limit: 1 });
  expect(data[0]).toMatchObject({ pending_webhooks: 0, data: { object: { id } } });
});

it('wait when a test holds them back, and come as often and in whatever order it likes', async () => {
  stripe.webhooks.withhold();
  const first = await client.customers.create({});
  const second = await client.customers.create({});
  const waiting = stripe.webhooks.waiting();
  expect(received).toEqual([]);
  for (const delivery of [...waiting.toReversed(), ...waiting]) await stripe.webhooks.send(delivery);
  const ids = received.map(({ body }) => (JSON.parse(body) as { data: { object: { id: string } } }).data.object.id);
  expect(ids).toEqual([second.id, first.id, first.id, second.id]);
  stripe.webhooks.release();
});

it('go to endpoints that are made by the API, whose secret is told once', async () => {
  const made = await client.webhookEndpoints.create({ url, enabled_events: ['product.created'] });
  expect(made.secret).toMatch(/^whsec_/);
  expect(await client.webhookEndpoints.retrieve(made.id)).not.toHaveProperty('secret');
  await client.products.create({ name: 'Something' });
  await stripe.webhooks.settled();
  const [{ body, signature } = expect.fail('Nothing arrived.')] = received;
  expect(client.webhooks.constructEvent(body, signature, made.secret ?? '').type).toBe('product.created');
});
