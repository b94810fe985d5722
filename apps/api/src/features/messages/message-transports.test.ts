import { afterAll, beforeAll, expect, test } from 'vitest';
import { campaignsRoutes, reportsRoutes } from '@engagex/domain/campaigns';
import { messagesRoutes } from '@engagex/domain/messages';
import { transportsRoutes } from '@engagex/domain/transports';
import { addresses, buildCampaign, buildGroup, watchLedger } from '../../testing/builders.ts';
import { faultOf, one, settled, simple } from '../../testing/messages.ts';
import { startSmtp, type TestSmtp } from '../../testing/smtp.ts';
import { startTestApi, type TestApi } from '../../testing/test-api.ts';

let smtp: TestSmtp;
let api: TestApi;
beforeAll(async () => {
  smtp = await startSmtp(faultOf);
  api = await startTestApi({ work: true, settings: { SMTP_URL: smtp.url } });
});
afterAll(async () => {
  await api.close();
  await smtp.close();
});

test('a limit of its transport keeps a message waiting, says so, and lets it go when it is lifted', async () => {
  const owner = await api.newOrganization();
  const [transport] = (await owner.call(transportsRoutes.list, {})).items;
  await owner.call(transportsRoutes.limit, { id: transport!.id, perDay: 1 });
  await settled(owner, (await owner.call(messagesRoutes.create, simple(one()))).id);
  const { id } = await owner.call(messagesRoutes.create, simple(one()));
  await expect
    .poll(async () => (await owner.call(messagesRoutes.get, { id })).waitsFor, { timeout: 10_000 })
    .toBe(`transport:${transport!.id}:day`);
  expect(await owner.call(messagesRoutes.get, { id })).toMatchObject({ state: 'pending', attempts: 0, history: [] });
  await owner.call(transportsRoutes.limit, { id: transport!.id, perDay: null });
  expect((await settled(owner, id)).state).toBe('accepted');
});

test('campaigns leave a tenth of a limit to messages, which do not wait behind them', async () => {
  const owner = await api.newOrganization();
  const [transport] = (await owner.call(transportsRoutes.list, {})).items;
  await settled(owner, (await owner.call(messagesRoutes.create, simple(one()))).id);
  await owner.call(transportsRoutes.limit, { id: transport!.id, perDay: 20 });
  const campaign = await buildCampaign(owner, await buildGroup(api.owner, owner, addresses(30)));
  await owner.call(campaignsRoutes.launch, { id: campaign.id });
  await watchLedger(owner, campaign.id, ({ accepted }) => accepted === 18);
  const report = () => owner.call(reportsRoutes.report, { id: campaign.id });
  await expect.poll(async () => (await report()).waitsFor, { timeout: 10_000 }).toContain(':day');
  const { id } = await owner.call(messagesRoutes.create, simple(one()));
  expect((await settled(owner, id)).state).toBe('accepted');
  expect((await report()).ledger.accepted).toBe(18);
});

test('a transport that cannot be reached uses up no attempt; the message goes to the next one', async () => {
  const owner = await api.newOrganization();
  await owner.call(transportsRoutes.create, {
    transport: { kind: 'smtp', name: 'Away', host: '8.8.8.8', port: 1, security: 'none' },
  });
  await api.owner.query(
    `update transports set host = '127.0.0.1', position = -1 where organization_id = $1 and kind = 'smtp'`,
    [owner.organizationId],
  );
  await api.owner.query(`update transports set is_enabled = true where organization_id = $1`, [owner.organizationId]);
  const { id } = await owner.call(messagesRoutes.create, simple(one()));
  const { state, attempts, history } = await settled(owner, id);
  expect([state, attempts]).toEqual(['accepted', 1]);
  expect(history.at(-1)).toMatchObject({ state: 'accepted', transport: 'This installation' });
});
