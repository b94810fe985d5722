import type { ChildProcess } from 'node:child_process';
import { afterAll, beforeAll, expect, test } from 'vitest';
import { messagesRoutes } from '@engagex/domain/messages';
import { addresses } from '../../testing/builders.ts';
import { sized } from '../../testing/size.ts';
import { startSmtp, type TestSmtp } from '../../testing/smtp.ts';
import { startTestApi, type TestApi } from '../../testing/test-api.ts';
import { startWorker } from '../../testing/worker.ts';

const people = sized(400, 600);
const kills = sized(2, 3);
/** What is on its way on eight connections at the moment of a kill; the journal tells of all else. */
const unknownPerKill = 16;
const lease = { DELIVERY_LEASE_SECONDS: '60' };

let smtp: TestSmtp;
let api: TestApi;
let worker: ChildProcess | undefined;
beforeAll(async () => {
  smtp = await startSmtp();
  api = await startTestApi({ settings: { SMTP_URL: smtp.url, ...lease } });
});
afterAll(async () => {
  worker?.kill('SIGKILL');
  await api.close();
  await smtp.close();
});

test('a worker killed again and again in the middle loses no message and sends none twice', async () => {
  const owner = await api.newOrganization();
  const emails = addresses(people);
  const content = { from: { name: 'Shop', address: 'orders@shop.example' }, subject: 'Your order', text: 'Sent.' };
  const create = (address: string) => owner.call(messagesRoutes.create, { to: { address }, ...content });
  // One organization has so many requests at once that may wait.
  for (let at = 0; at < people; at += 50) await Promise.all(emails.slice(at, at + 50).map(create));
  const count = async (state: string) => {
    const { rows } = await api.owner.query<{ count: number }>(
      'select count(*)::int as count from messages where organization_id = $1 and state = $2',
      [owner.organizationId, state],
    );
    return rows[0]!.count;
  };
  worker = startWorker(api.config, lease);
  for (let kill = 1; kill <= kills; kill += 1) {
    await expect
      .poll(async () => (await count('accepted')) >= kill * 120 && (await count('submitting')) > 0, {
        interval: 5,
        timeout: 60_000,
      })
      .toBe(true);
    worker.kill('SIGKILL');
    worker = startWorker(api.config, lease);
  }
  await expect.poll(async () => (await count('accepted')) + (await count('unknown')), { timeout: 90_000 }).toBe(people);
  const received = smtp.messages.map(({ to }) => to);
  expect(new Set(received).size, 'nobody got two').toBe(received.length);
  const unknown = await count('unknown');
  expect(unknown).toBeLessThanOrEqual(kills * unknownPerKill);
  // Whoever got nothing is one of those nobody knows about.
  expect(people - received.length).toBeLessThanOrEqual(unknown);
}, 240_000);
