import { generateKeyPairSync, randomUUID } from 'node:crypto';
import { afterAll, beforeAll, expect, test } from 'vitest';
import { organizationRoutes } from '@engagex/domain/accounts';
import { campaignsRoutes } from '@engagex/domain/campaigns';
import { formsRoutes } from '@engagex/domain/forms';
import { messagesRoutes } from '@engagex/domain/messages';
import { transportsRoutes } from '@engagex/domain/transports';
import { runInScope, TenantDb } from '@engagex/tenancy';
import { addresses, buildCampaign, buildGroup, watchLedger } from '../../testing/builders.ts';
import { startSmtp, type TestSmtp } from '../../testing/smtp.ts';
import { startTestApi, type TestApi, type TestMember } from '../../testing/test-api.ts';
import { TransportSelection } from './transport-selection.ts';

let installation: TestSmtp;
let own: TestSmtp;
let api: TestApi;
beforeAll(async () => {
  installation = await startSmtp();
  own = await startSmtp();
  const { privateKey } = generateKeyPairSync('ed25519');
  api = await startTestApi({
    work: true,
    settings: {
      SMTP_URL: installation.url,
      PRIVATE_NETWORKS: 'true',
      MAIL_FROM: 'no-reply@mail.operator.example',
      MAIL_ALLOWED_FROM: 'allowed.example, news@operator.example',
      DKIM_DOMAIN: 'operator.example',
      DKIM_SELECTOR: 's1',
      DKIM_PRIVATE_KEY: privateKey.export({ type: 'pkcs8', format: 'pem' }).toString(),
    },
  });
});
afterAll(async () => {
  await api.close();
  await Promise.all([installation.close(), own.close()]);
});

const addOwnTransport = (member: TestMember) =>
  member.call(transportsRoutes.create, {
    transport: { kind: 'smtp', name: 'Own', host: '127.0.0.1', port: own.port, security: 'none' },
  });
/** Past every door, as a row from before the rules has it. */
const setSender = (campaignId: string, address: string) =>
  api.owner.query('update campaigns set sender_email = $2 where id = $1', [campaignId, address]);
const refusal = async (asked: Promise<unknown>) => {
  const error: unknown = await asked.catch((refused: unknown) => refused);
  return error instanceof Error ? error.message : 'accepted';
};
const reserved = ['ceo@operator.example', 'CEO@Mail.OPERATOR.example', 'ceo@billing.operator.example'];

async function draft(people = 1) {
  const member = await api.newOrganization();
  const emails = addresses(people);
  return { member, emails, campaign: await buildCampaign(member, await buildGroup(api.owner, member, emails)) };
}
const mailed = (server: TestSmtp, emails: readonly string[]) =>
  server.messages.filter(({ to }) => emails.includes(to)).map(({ raw }) => raw);

test('an address of the installation is no sender of an organization, at any door and with any transport', async () => {
  const { member, campaign } = await draft();
  await addOwnTransport(member);
  for (const address of reserved) {
    const message = { to: { address: 'ada@example.com' }, subject: 'Hello', text: 'Hello' };
    const attempts = [
      member.call(campaignsRoutes.create, { name: 'Ours', senderEmail: address }),
      member.call(campaignsRoutes.update, { id: campaign.id, senderEmail: address }),
      member.call(organizationRoutes.update, { name: 'Ours', senderEmail: address }),
      member.call(messagesRoutes.create, { ...message, from: { name: 'Operator', address } }),
    ];
    for (const words of await Promise.all(attempts.map(refusal)))
      expect(words, address).toContain('400 sender.not-allowed');
  }
});

test('review, test and launch say so before anything is sent', async () => {
  const { member, emails, campaign } = await draft();
  await addOwnTransport(member);
  await setSender(campaign.id, reserved[0]!);
  const { problems } = await member.call(campaignsRoutes.review, { id: campaign.id });
  expect(problems).toContainEqual(
    expect.objectContaining({
      severity: 'error',
      path: ['senderEmail'],
      message: expect.stringContaining('belongs to this installation'),
    }),
  );
  expect(await refusal(member.call(campaignsRoutes.launch, { id: campaign.id }))).toContain('belongs to this');
  const me = (await api.owner.query<{ email: string }>('select email from users where id = $1', [member.userId])).rows;
  const test = member.call(campaignsRoutes.sendTest, { id: campaign.id, to: [me[0]!.email] });
  expect(await refusal(test)).toContain('400 sender.not-allowed');
  expect([...mailed(own, emails), ...mailed(installation, emails)]).toEqual([]);
});

test('the installation carries only what the operator allows; another sender needs a transport of its own', async () => {
  const { member, emails, campaign } = await draft();
  const [listed] = (await member.call(transportsRoutes.list)).items;
  expect(listed?.senders).toBe(
    'Sends only for allowed.example, news@operator.example and domains you have verified. For other senders, add your own transport.',
  );
  const problem = async () => (await member.call(campaignsRoutes.review, { id: campaign.id })).problems[0]?.message;
  expect(await problem()).toContain('does not send from shop.example yet. Verify shop.example');
  expect(await refusal(member.call(campaignsRoutes.launch, { id: campaign.id }))).toContain('does not send from');
  await addOwnTransport(member);
  await member.call(campaignsRoutes.launch, { id: campaign.id });
  await watchLedger(member, campaign.id, ({ closed }) => closed);
  expect([mailed(own, emails).length, mailed(installation, emails).length]).toEqual([1, 0]);
});

test('an allowed sender goes out, and only one at the domain of the key is signed', async () => {
  for (const [sender, isSigned] of [
    ['hello@eu.allowed.example', false],
    ['news@operator.example', true],
  ] as const) {
    const { member, emails, campaign } = await draft();
    await member.call(campaignsRoutes.update, { id: campaign.id, senderEmail: sender });
    await member.call(campaignsRoutes.launch, { id: campaign.id });
    await watchLedger(member, campaign.id, ({ closed }) => closed);
    expect(mailed(installation, emails).map((raw) => raw.startsWith('DKIM-Signature:'))).toEqual([isSigned]);
  }
});

test('a campaign under way pauses with the reason when its sender is no longer allowed, and loses nobody', async () => {
  const { member, emails, campaign } = await draft(3);
  const id = campaign.id;
  await member.call(campaignsRoutes.update, { id, senderEmail: 'hello@allowed.example' });
  const [transport] = (await member.call(transportsRoutes.list)).items;
  await member.call(transportsRoutes.disable, { id: transport!.id });
  const pausedBecause = async () => (await member.call(campaignsRoutes.get, { id })).pauseReason;
  await member.call(campaignsRoutes.launch, { id });
  await expect.poll(pausedBecause, { timeout: 15_000 }).toContain('switched off');
  // As one that was launched before the operator changed the setting.
  await setSender(id, 'hello@operator.example');
  await member.call(transportsRoutes.enable, { id: transport!.id });
  await member.call(campaignsRoutes.resume, { id });
  await expect.poll(pausedBecause, { timeout: 15_000 }).toContain('operator.example belongs to this installation');
  expect((await watchLedger(member, id, () => true)).pending).toBe(3);
  expect([...mailed(own, emails), ...mailed(installation, emails)]).toEqual([]);
});

test('no transport hands over what it must not carry, whoever asks it to', async () => {
  const member = await api.newOrganization();
  await addOwnTransport(member);
  const { items } = await member.call(transportsRoutes.list);
  const ledger = new Set<string>();
  for (const { id, kind } of items) {
    for (const address of [reserved[1]!, 'hello@shop.example', 'hello@allowed.example']) {
      const to = `${randomUUID()}@example.com`;
      const response = await runInScope(
        { organizationId: member.organizationId, actor: { kind: 'system', name: 'test' } },
        async () => {
          const transport = await api.app.get(TenantDb).transaction(() => api.app.get(TransportSelection).toTest(id));
          return transport?.mail.send({
            deliveryId: randomUUID(),
            from: { name: 'Operator', address },
            to: { name: '', address: to },
            subject: 'Hello',
            text: 'Hello',
            html: '<p>Hello</p>',
            messageId: `<${randomUUID()}@example.com>`,
            headers: {},
          });
        },
      );
      ledger.add(
        [kind, address, response?.kind, mailed(installation, [to]).length + mailed(own, [to]).length].join(' '),
      );
    }
  }
  expect(ledger).toEqual(
    new Set([
      `smtp ${reserved[1]} refused 0`,
      'smtp hello@shop.example accepted 1',
      'smtp hello@allowed.example accepted 1',
      `installation ${reserved[1]} refused 0`,
      'installation hello@shop.example refused 0',
      'installation hello@allowed.example accepted 1',
    ]),
  );
});

test('a form asks in the name of EngageX, without words of the organization, when its sender is not allowed', async () => {
  const member = await api.newOrganization();
  const wording = 'Win a prize at evil.example';
  const form = await member.call(formsRoutes.create, { name: 'Footer', wording });
  const ask = async () => {
    const email = `${randomUUID()}@example.com`;
    await fetch(new URL(`/f/${form.id}`, api.url), { method: 'POST', body: new URLSearchParams({ email }) });
    await expect.poll(() => mailed(installation, [email]).length).toBe(1);
    return installation.parse(installation.messages.find(({ to }) => to === email)!);
  };
  const sender = (senderEmail: string) =>
    member.call(organizationRoutes.update, { name: 'Shop', senderName: 'Operator', senderEmail });
  await sender('hello@shop.example');
  const lent = await ask();
  expect(lent.from).toMatchObject({ name: 'EngageX', address: 'no-reply@mail.operator.example' });
  expect(lent.text).not.toContain('evil.example');
  await sender('hello@allowed.example');
  const theirs = await ask();
  expect(theirs.from?.address).toBe('hello@allowed.example');
  expect(theirs.text).toContain(wording);
});
