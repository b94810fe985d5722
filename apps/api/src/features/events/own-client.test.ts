import { afterAll, beforeAll, expect, test } from 'vitest';
import { createNodeClient } from '../../../../../libs/sdk/src/node/index.ts';
import { openFaultyDoor } from '../../../../../libs/sdk/src/testing/faulty-door.ts';
import { startTestApi, type TestApi } from '../../testing/test-api.ts';
import { newSender, storedEvents } from './testing/sender.ts';

let api: TestApi;
beforeAll(async () => {
  api = await startTestApi({ settings: { EVENTS_PER_SECOND: '10000' } });
});
afterAll(() => api.close());

const numbered = 1_000;

test('what our client for Node calls acknowledged is stored once, over a connection that fails, and the rest is named', async () => {
  const server = await newSender(api, 'secret');
  const door = await openFaultyDoor({ behind: api.url });
  door.faults.push('answer lost'); // more of them are tried where the client is
  const client = createNodeClient({ key: server.key, host: door.url });
  for (let n = 0; n < numbered; n += 1) client.track({ userId: `customer-${n % 50}` }, 'numbered', { n });
  client.track({ userId: 'customer-1' }, 'purchase', { order_amount: 'free' });
  client.identify({ userId: 'customer-1', anonymousId: 'phone' }, { plan: 'pro' });
  client.alias('customer-1', 'tablet');
  client.group({ userId: 'customer-1' }, 'acme', { seats: 3 });
  client.page({ anonymousId: 'phone' }, 'Home');
  const { acknowledged, failed } = await client.closeAndFlush({ timeout: 30_000 });
  await door.close();
  expect(acknowledged).toBe(numbered + 4);
  expect(failed).toMatchObject([{ event: 'purchase', reason: expect.stringContaining('order_amount') }]);
  const stored = await storedEvents(api, server.member);
  expect(stored).toHaveLength(acknowledged);
  expect(new Set(stored.map(({ message_id: id }) => id)).size).toBe(acknowledged);
  const numbers = stored.filter(({ name }) => name === 'numbered').map(({ properties }) => properties['n']);
  expect(numbers.toSorted((one, other) => Number(one) - Number(other))).toEqual(
    Array.from({ length: numbered }, (_, n) => n),
  );
  expect(stored.every(({ trusted }) => trusted)).toBe(true);
});

test('a key that is not accepted fails every event with the reason', async () => {
  const client = createNodeClient({ key: 'egx_secret_of_nobody', host: api.url });
  client.track({ userId: 'ada' }, 'signed_up');
  const { acknowledged, failed } = await client.closeAndFlush({ timeout: 5_000 });
  expect(acknowledged).toBe(0);
  expect(failed).toMatchObject([{ event: 'signed_up', reason: expect.any(String) }]);
});
