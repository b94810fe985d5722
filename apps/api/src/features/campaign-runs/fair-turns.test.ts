import type { ChildProcess } from 'node:child_process';
import { afterAll, beforeAll, expect, test } from 'vitest';
import { campaignsRoutes } from '@engagex/domain/campaigns';
import { deliveriesRoutes } from '@engagex/domain/deliveries';
import { addresses, buildCampaign, buildGroup, watchLedger } from '../../testing/builders.ts';
import { startSmtp, type TestSmtp } from '../../testing/smtp.ts';
import { startTestApi, type TestApi, type TestMember } from '../../testing/test-api.ts';
import { startWorker } from '../../testing/worker.ts';

const campaignsOfBig = 12;
/** So many that two quick workers are not half through when the small one is done. */
const peopleEach = 2_500;

let smtp: TestSmtp;
let api: TestApi;
const workers: ChildProcess[] = [];
beforeAll(async () => {
  smtp = await startSmtp();
  api = await startTestApi({ settings: { SMTP_URL: smtp.url } });
});
afterAll(async () => {
  for (const worker of workers) worker.kill('SIGKILL');
  await api.close();
  await smtp.close();
});

/** As many campaigns as asked for, all to the same people. */
async function drafts(member: TestMember, campaigns: number, people: number): Promise<string[]> {
  const groupId = await buildGroup(api.owner, member, addresses(people));
  const ids: string[] = [];
  for (let n = 0; n < campaigns; n += 1) ids.push((await buildCampaign(member, groupId)).id);
  return ids;
}

test('ten messages of a small organization go out while a big one with many campaigns has most to go', async () => {
  const [big, small] = [await api.newOrganization(), await api.newOrganization()];
  const [id = ''] = await drafts(small, 1, 10);
  const ofBig = await drafts(big, campaignsOfBig, peopleEach);
  for (const each of ofBig) await big.call(campaignsRoutes.launch, { id: each });
  workers.push(startWorker(api.config), startWorker(api.config));
  const left = async () => {
    const ledgers = await Promise.all(ofBig.map((id) => big.call(deliveriesRoutes.ledger, { id })));
    return ledgers.reduce((sum, { audience, accepted }) => sum + (audience || peopleEach) - accepted, 0);
  };
  await expect.poll(left, { timeout: 60_000 }).toBeLessThan(campaignsOfBig * peopleEach);
  await small.call(campaignsRoutes.launch, { id });
  expect(await watchLedger(small, id, ({ closed }) => closed, 60_000)).toMatchObject({ accepted: 10 });
  expect(await left(), 'the big one still has most to go').toBeGreaterThan((campaignsOfBig * peopleEach) / 2);
}, 180_000);
