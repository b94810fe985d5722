import { appendFile, mkdtemp, rm } from 'node:fs/promises';
import { createServer } from 'node:http';
import type { AddressInfo } from 'node:net';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { once } from 'node:events';
import { afterEach, beforeEach, expect, test } from 'vitest';
import { monthly, startWithClient } from '../testing/client.ts';
import { memoryIn } from './memory.ts';

let folder: string;
beforeEach(async () => {
  folder = await mkdtemp(join(tmpdir(), 'engagex-stripe-'));
});
afterEach(() => rm(folder, { recursive: true }));

async function freePort(): Promise<number> {
  const server = createServer().listen(0, '127.0.0.1');
  await once(server, 'listening');
  const { port } = server.address() as AddressInfo; // it listens on TCP
  await new Promise((resolve) => server.close(resolve));
  return port;
}

function start(port: number) {
  const memory = memoryIn(folder);
  return startWithClient({ port, seed: memory.seed, memory });
}

test('after a restart everything is as it was, and what was asked with a key is answered as before', async () => {
  const port = await freePort();
  const before = await start(port);
  const { customers, subscriptions, events } = before.client;
  const customer = await customers.create({ email: 'ada@example.com' }, { idempotencyKey: 'once' });
  await customers.retrieve(customer.id); // reading in between changes nothing
  const price = await monthly(before.client, 4900, 'eur');
  const subscription = await subscriptions.create({
    customer: customer.id,
    items: [{ price: price.id }],
    trial_period_days: 14,
  });
  const happened = await events.list({ limit: 100 });
  await before.stripe.stop();
  await appendFile(join(folder, 'calls.jsonl'), '{"at":1,"method":"PO'); // cut off by a crash

  const after = await start(port);
  try {
    const found = await after.client.subscriptions.retrieve(subscription.id);
    expect(JSON.stringify(found)).toBe(JSON.stringify(subscription));
    expect((await after.client.events.list({ limit: 100 })).data.map(({ id }) => id)).toEqual(
      happened.data.map(({ id }) => id),
    );
    const again = await after.client.customers.create({ email: 'ada@example.com' }, { idempotencyKey: 'once' });
    expect(again.id).toBe(customer.id);
    const next = await after.client.customers.create({ email: 'bea@example.com' });
    expect(next.id).not.toBe(customer.id);
  } finally {
    await after.stripe.stop();
  }
  const last = await start(port);
  expect((await last.client.customers.list()).data).toHaveLength(2);
  await last.stripe.stop();
});
