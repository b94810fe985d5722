import type { ChildProcess } from 'node:child_process';
import { afterAll, beforeAll, expect, test } from 'vitest';
import { campaignsRoutes } from '@engagex/domain/campaigns';
import { addresses, buildCampaign, buildGroup, watchLedger } from '../../testing/builders.ts';
import { startSmtp, type TestSmtp } from '../../testing/smtp.ts';
import { startTestApi, type TestApi } from '../../testing/test-api.ts';
import { startWorker } from '../../testing/worker.ts';
import { microBatchesInFlight } from '../deliveries/in-flight.ts';
import { microBatchSize } from '../deliveries/send-batch.ts';

const people = 6_000; // so many that it is still under way at the third
const kills = 3;

let smtp: TestSmtp;
let api: TestApi;
let worker: ChildProcess | undefined;
beforeAll(async () => {
  smtp = await startSmtp();
  api = await startTestApi({ settings: { SMTP_URL: smtp.url, DELIVERY_LEASE_SECONDS: '3' } });
});
afterAll(async () => {
  worker?.kill('SIGKILL');
  await api.close();
  await smtp.close();
});

test('a worker killed three times in the middle loses nobody, mails nobody twice, and the campaign ends by itself', async () => {
  const member = await api.newOrganization();
  const emails = addresses(people);
  const campaign = await buildCampaign(member, await buildGroup(api.owner, member, emails));
  worker = startWorker(api.config, { DELIVERY_LEASE_SECONDS: '3' });
  await member.call(campaignsRoutes.launch, { id: campaign.id });

  for (let kill = 1; kill <= kills; kill += 1) {
    await watchLedger(
      member,
      campaign.id,
      ({ accepted, submitting }) => accepted >= kill * 600 && submitting > 0,
      60_000,
    );
    worker.kill('SIGKILL');
    worker = startWorker(api.config, { DELIVERY_LEASE_SECONDS: '3' });
  }

  const ledger = await watchLedger(member, campaign.id, ({ closed }) => closed, 90_000);
  await expect
    .poll(async () => (await member.call(campaignsRoutes.get, { id: campaign.id })).status, { timeout: 10_000 })
    .toBe('sent');
  const received = smtp.messages.map(({ to }) => to);
  expect(new Set(received).size, 'nobody got two messages').toBe(received.length);
  expect(ledger.accepted + ledger.unknown).toBe(people);
  expect(ledger.unknown).toBeLessThanOrEqual(kills * microBatchesInFlight * microBatchSize);
  // Whoever did not get a message is one of those nobody knows about.
  expect(people - received.length).toBeLessThanOrEqual(ledger.unknown);
}, 180_000);
