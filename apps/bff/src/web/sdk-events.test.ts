import { afterAll, beforeAll, expect, test } from 'vitest';
import { apiKeysRoutes } from '@engagex/domain/accounts';
import { openNodeClient } from '../../../../libs/sdk/src/node/client.ts';
import { type Fault, openFaultyDoor } from '../../../../libs/sdk/src/testing/faulty-door.ts';
import { startTestBff, type TestBff } from '../testing/test-bff.ts';

let bff: TestBff;
beforeAll(async () => {
  bff = await startTestBff();
});
afterAll(() => bff.close());

const seed = Number(process.env['SEED'] ?? Date.now());
const kinds: readonly Fault[] = ['lost', 'answer lost', 'half an answer', 500, 503, 429, 408];
let state = seed % 2147483647 || 1;
/** In an order that the seed decides (the generator of Park and Miller). */
const faults = Array.from({ length: 40 }, () => {
  state = (state * 48271) % 2147483647;
  return kinds[state % kinds.length] ?? 'lost';
});

test(`through a network that loses requests and answers, every event is stored once (SEED=${seed})`, async () => {
  const owner = await bff.api.newOrganization();
  const { secret } = await owner.call(apiKeysRoutes.create, { kind: 'secret', name: 'Shop', scopes: ['events:write'] });
  const door = await openFaultyDoor({ behind: bff.url });
  let now = Date.now();
  const client = openNodeClient(
    { key: secret, host: door.url, maxRetries: 50 },
    {
      now: () => now,
      async pause(ms) {
        now += ms;
      },
    },
  );
  for (const [index, fault] of faults.entries()) if (index % 4 !== 3) door.faults.push(fault);
  const count = 1_000;
  for (let n = 0; n < count; n++) client.track({ userId: `user ${n % 7}` }, 'numbered', { n });
  client.track({ userId: 'ada' }, 'purchase', { currency: 'EUR' });
  const { acknowledged, failed } = await client.closeAndFlush({ timeout: 60_000 });
  expect(failed).toMatchObject([{ event: 'purchase', reason: expect.stringContaining('order_amount') }]);
  const { rows } = await bff.api.owner.query<{ stored: number; messages: number; numbers: number }>(
    `select count(*)::int as stored, count(distinct message_id)::int as messages,
       count(distinct properties->>'n')::int as numbers
     from events where organization_id = $1`,
    [owner.organizationId],
  );
  expect(rows).toEqual([{ stored: count, messages: count, numbers: count }]);
  expect(acknowledged).toBe(count);
  expect(door.faults).toEqual([]);
  await door.close();
});
