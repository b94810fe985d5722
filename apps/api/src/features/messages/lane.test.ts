import type { ChildProcess } from 'node:child_process';
import { afterAll, beforeAll, expect, test } from 'vitest';
import { campaignsRoutes } from '@engagex/domain/campaigns';
import { deliveriesRoutes } from '@engagex/domain/deliveries';
import { messagesRoutes } from '@engagex/domain/messages';
import { addresses, buildCampaign, buildGroup } from '../../testing/builders.ts';
import { startScriptedSmtp } from '../../testing/scripted-smtp.ts';
import { startTestApi, type TestApi, type TestMember } from '../../testing/test-api.ts';
import { startWorker } from '../../testing/worker.ts';

/** Answers a campaign only when it is let go, and everybody else at once. */
let isLetGo = false;
const waiting: (() => void)[] = [];
let smtp: Awaited<ReturnType<typeof startScriptedSmtp>>;
let api: TestApi;
let worker: ChildProcess | undefined;
beforeAll(async () => {
  smtp = await startScriptedSmtp({
    extensions: ['SIZE 1000000'], // one command at a time, so that one that is not answered holds its connection
    on: ({ step, line, socket }) => {
      if (step !== 'rcpt' || isLetGo || !line.includes('bulk')) return undefined;
      waiting.push(() => socket.write('250 ok\r\n'));
      return null;
    },
  });
  api = await startTestApi({ settings: { SMTP_URL: smtp.url } });
});
afterAll(async () => {
  worker?.kill('SIGKILL');
  await api.close();
  await smtp.close();
});

const content = { from: { name: 'Shop', address: 'orders@shop.example' }, subject: 'Your order', text: 'Sent.' };

async function stateOf(member: TestMember, id: string): Promise<string> {
  return (await member.call(messagesRoutes.get, { id })).state;
}

test('a campaign that fills every connection of a slow server does not keep a message waiting', async () => {
  const owner = await api.newOrganization();
  const campaign = await buildCampaign(owner, await buildGroup(api.owner, owner, addresses(200, 'bulk')));
  worker = startWorker(api.config);
  await owner.call(campaignsRoutes.launch, { id: campaign.id });
  await expect.poll(() => waiting.length, { timeout: 30_000 }).toBeGreaterThanOrEqual(8);
  const { id } = await owner.call(messagesRoutes.create, { to: { address: addresses(1)[0]! }, ...content });
  await expect.poll(() => stateOf(owner, id), { timeout: 10_000 }).toBe('accepted');
  expect((await owner.call(deliveriesRoutes.ledger, { id: campaign.id })).accepted).toBe(0);
  isLetGo = true;
  for (const go of waiting.splice(0)) go();
}, 60_000);

test('hundreds of messages of one organization do not keep the one of another waiting', async () => {
  const [big, small] = [await api.newOrganization(), await api.newOrganization()];
  const many = 300;
  await Promise.all(addresses(many).map((address) => big.call(messagesRoutes.create, { to: { address }, ...content })));
  const { id } = await small.call(messagesRoutes.create, { to: { address: addresses(1)[0]! }, ...content });
  await expect.poll(() => stateOf(small, id), { timeout: 10_000 }).toBe('accepted');
  await expect
    .poll(async () => (await big.call(messagesRoutes.list, { state: 'accepted', limit: 200 })).items.length, {
      timeout: 30_000,
    })
    .toBe(200);
}, 60_000);
