import { generateKeyPairSync } from 'node:crypto';
import { afterAll, beforeAll, expect, test } from 'vitest';
import { campaignsRoutes } from '@engagex/domain/campaigns';
import { transportsRoutes } from '@engagex/domain/transports';
import { addresses, buildCampaign, buildGroup, watchLedger } from '../../testing/builders.ts';
import { startSmtp, type TestSmtp } from '../../testing/smtp.ts';
import { startTestApi, type TestApi, type TestMember } from '../../testing/test-api.ts';

const { privateKey } = generateKeyPairSync('ed25519');

let installation: TestSmtp;
let own: TestSmtp;
let api: TestApi;
beforeAll(async () => {
  [installation, own] = await Promise.all([startSmtp(), startSmtp()]);
  const settings = {
    SMTP_URL: installation.url,
    PRIVATE_NETWORKS: 'true',
    MAIL_ALLOWED_FROM: 'shop.example, *',
    DKIM_DOMAIN: 'shop.example',
    DKIM_SELECTOR: 's1',
    DKIM_PRIVATE_KEY: privateKey.export({ type: 'pkcs8', format: 'pem' }).toString(),
  };
  api = await startTestApi({ work: true, settings });
});
afterAll(async () => {
  await api.close();
  await Promise.all([installation.close(), own.close()]);
});

const transport = (name: string, port: number) => ({
  transport: { kind: 'smtp', name, host: '127.0.0.1', port, security: 'none' } as const,
});

async function draft(member: TestMember, senderEmail: string) {
  const audience = addresses(1);
  const { id } = await buildCampaign(member, await buildGroup(api.owner, member, audience));
  await member.call(campaignsRoutes.update, { id, senderEmail });
  const { rows } = await api.owner.query<{ email: string }>('select email from users where id = $1', [member.userId]);
  return { id, audience, me: rows[0]?.email ?? '' };
}

test('a test takes the way the campaign will take: the first transport that can be reached', async () => {
  const member = await api.newOrganization();
  const closed = await startSmtp();
  await closed.close();
  const dead = await member.call(transportsRoutes.create, transport('Nobody there', closed.port));
  const { id, me } = await draft(member, 'hello@shop.example');
  const send = async () => (await member.call(campaignsRoutes.sendTest, { id, to: [me] })).results;

  expect(await send()).toEqual([
    { email: me, variant: null, isAccepted: false, response: expect.stringContaining('settings') },
  ]);
  await member.call(transportsRoutes.create, transport('Own server', own.port));
  await member.call(transportsRoutes.enable, { id: dead.id });
  expect(await send()).toMatchObject([{ email: me, isAccepted: true, response: expect.stringContaining('queued') }]);
  expect(own.messages.filter(({ to }) => to === me)).toHaveLength(1);
  expect(installation.messages.filter(({ to }) => to === me)).toEqual([]);
  const { items } = await member.call(transportsRoutes.list);
  expect(items.map(({ name, health }) => [name, health])).toEqual([
    ['This installation', 'off'],
    ['Nobody there', 'unreachable'],
    ['Own server', 'working'],
  ]);
});

test.each([
  ['hello@shop.example', true],
  ['hello@Shop.example', true],
  ['hello@News.Shop.example', false],
  ['hello@another.example', false],
  ['hello@notshop.example', false],
  ['hello@shop.example.evil.example', false],
])('what comes from %s is signed by the key of shop.example, whatever carries it: %s', async (sender, isSigned) => {
  for (const [server, isOwn] of [
    [installation, false],
    [own, true],
  ] as const) {
    const member = await api.newOrganization();
    if (isOwn) await member.call(transportsRoutes.create, transport('Own server', own.port));
    const { id, audience, me } = await draft(member, sender);
    await member.call(campaignsRoutes.sendTest, { id, to: [me] });
    await member.call(campaignsRoutes.launch, { id });
    await watchLedger(member, id, (ledger) => ledger.closed);
    const messages = server.messages.filter(({ to }) => to === me || to === audience[0]);
    expect(messages).toHaveLength(2);
    for (const { raw } of messages)
      expect(/^DKIM-Signature: v=1;[^;]*;[^;]*; d=shop\.example;/.test(raw), raw.slice(0, 120)).toBe(isSigned);
  }
});
