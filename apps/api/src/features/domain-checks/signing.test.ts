import { afterAll, beforeAll, expect, test } from 'vitest';
import { campaignsRoutes } from '@engagex/domain/campaigns';
import { domainsRoutes } from '@engagex/domain/domains';
import { messagesRoutes } from '@engagex/domain/messages';
import { transportsRoutes } from '@engagex/domain/transports';
import { runInScope } from '@engagex/tenancy';
import { addresses, buildCampaign, buildGroup, watchLedger } from '../../testing/builders.ts';
import { DkimVerifiers } from '../../testing/dkim-verifiers.ts';
import { type DnsZones, startDnsZones } from '../../testing/dns-zones.ts';
import { verifiedDomain } from '../../testing/domains.ts';
import { startSmtp, type TestSmtp } from '../../testing/smtp.ts';
import { startTestApi, type TestApi, type TestMember } from '../../testing/test-api.ts';
import { RunDomainCheck } from './run-domain-check.ts';

/** The large one of `npm run soak` has ten thousand. */
const people = Number(process.env['ROTATION_PEOPLE'] ?? 400);

let dns: DnsZones;
let smtp: TestSmtp;
let verifiers: DkimVerifiers;
let api: TestApi;
beforeAll(async () => {
  dns = await startDnsZones({});
  verifiers = new DkimVerifiers(dns);
  smtp = await startSmtp();
  api = await startTestApi({
    work: true,
    settings: {
      DNS_SERVERS: dns.address,
      SMTP_URL: smtp.url,
      MAIL_ALLOWED_FROM: 'allowed.example',
      PRIVATE_NETWORKS: 'true',
    },
  });
});
afterAll(async () => {
  await api.close();
  verifiers.close();
  await Promise.all([dns.close(), smtp.close()]);
});

async function check({ organizationId }: TestMember, id: string): Promise<void> {
  await api.owner.query(
    `update domains set next_check_at = now() - interval '1 second', checking_until = null where id = $1`,
    [id],
  );
  await runInScope({ organizationId, actor: { kind: 'system', name: 'test' } }, () =>
    api.app.get(RunDomainCheck).run(id),
  );
}

const signatureOf = (raw: string) => verifiers.signatureOf(raw);

const verified = (member: TestMember, name: string) => verifiedDomain({ dns, check }, member, name);

async function campaignFrom(member: TestMember, senderEmail: string, emails: readonly string[]): Promise<string> {
  const { id } = await buildCampaign(member, await buildGroup(api.owner, member, emails));
  await member.call(campaignsRoutes.update, { id, senderEmail });
  return id;
}
const received = (emails: readonly string[]) => smtp.messages.filter(({ to }) => emails.includes(to));

test('a verified domain may be sent from, through any transport, and is signed with its own key only at exactly that name', async () => {
  const member = await api.newOrganization();
  const sending = async (address: string) => {
    const emails = addresses(1);
    const id = await campaignFrom(member, address, emails);
    await member.call(campaignsRoutes.launch, { id });
    await watchLedger(member, id, ({ closed }) => closed);
    return signatureOf(received(emails)[0]!.raw);
  };
  await expect(sending('hello@first.example')).rejects.toMatchObject({ problem: { code: 'campaign.not-ready' } });
  await verified(member, 'first.example');
  expect(await sending('hello@First.example')).toEqual({ d: 'first.example', s: 's1', isValid: true });
  await expect(sending('hello@news.first.example')).rejects.toMatchObject({ problem: { code: 'campaign.not-ready' } });
  expect(await sending('hello@allowed.example')).toBeNull();

  const own = { kind: 'smtp', name: 'Own', host: '127.0.0.1', port: smtp.port, security: 'none' } as const;
  await member.call(transportsRoutes.create, { transport: own });
  expect(await sending('hello@first.example')).toEqual({ d: 'first.example', s: 's1', isValid: true });
  expect(await sending('hello@news.first.example')).toBeNull();
});

test('no organization signs or sends in the name of another one’s domain', async () => {
  const [owner, other] = [await api.newOrganization(), await api.newOrganization()];
  await verified(owner, 'second.example');
  const emails = addresses(1);
  const id = await campaignFrom(other, 'hello@second.example', emails);
  await expect(other.call(campaignsRoutes.launch, { id })).rejects.toMatchObject({
    problem: { code: 'campaign.not-ready' },
  });
  expect(received(emails)).toEqual([]);
});

test('the review says what Gmail, Yahoo and Microsoft do with a sender, and why', async () => {
  const member = await api.newOrganization();
  const own = { kind: 'smtp', name: 'Own', host: '127.0.0.1', port: smtp.port, security: 'none' } as const;
  await member.call(transportsRoutes.create, { transport: own });
  const id = await campaignFrom(member, 'hello@sixth.example', addresses(1));
  const warnings = async () =>
    (await member.call(campaignsRoutes.review, { id })).problems
      .filter(({ code }) => code === 'sender_unverified')
      .map(({ severity, message }) => `${severity}: ${message}`);
  expect(await warnings()).toEqual([expect.stringMatching(/^warning: sixth\.example is not verified.*550 5\.7\.515/)]);
  const domain = await verified(member, 'sixth.example');
  expect(await warnings()).toEqual([]);
  delete dns.zones['_dmarc.sixth.example'];
  await check(member, domain.id);
  expect(await warnings()).toEqual([expect.stringContaining('No DMARC policy applies to sixth.example')]);
  delete dns.zones['_engagex.sixth.example'];
  await check(member, domain.id);
  expect(await warnings()).toEqual([expect.stringContaining('A DNS record of sixth.example is missing or wrong')]);
});

test('single messages are signed as well', async () => {
  const member = await api.newOrganization();
  await verified(member, 'third.example');
  const [to] = addresses(1) as [string];
  const from = { address: 'orders@third.example', name: 'Orders' };
  await member.call(messagesRoutes.create, {
    to: { address: to },
    from,
    subject: 'Receipt',
    text: 'Thanks',
    html: '<p>Thanks</p>',
  });
  await expect.poll(() => received([to]).length).toBe(1);
  expect(await signatureOf(received([to])[0]!.raw)).toEqual({ d: 'third.example', s: 's1', isValid: true });
});

test('a domain whose records are gone for good refuses campaigns, which is found out at the start', async () => {
  const member = await api.newOrganization();
  const domain = await verified(member, 'fourth.example');
  const id = await campaignFrom(member, 'hello@fourth.example', addresses(1));
  for (const name of Object.keys(dns.zones)) if (/(s1|s2)\._domainkey\.fourth/.test(name)) delete dns.zones[name];
  await api.owner.query(
    `update domains set state = 'degraded', state_since = now() - interval '73 hours', checked_at = now() - interval '1 hour' where id = $1`,
    [domain.id],
  );
  await expect(member.call(campaignsRoutes.launch, { id })).rejects.toMatchObject({
    problem: { code: 'campaign.not-ready', detail: expect.stringContaining('fourth.example is not verified') },
  });
  const { problems } = await member.call(campaignsRoutes.review, { id });
  expect(problems.filter(({ severity }) => severity === 'error').map(({ path }) => path)).toEqual([['senderEmail']]);
  const subject = 'fourth.example can no longer be used for campaigns';
  const told = () => smtp.messages.filter(({ raw }) => raw.includes(`Subject: ${subject}`));
  await expect.poll(() => told().length).toBe(1);
  const { text } = await smtp.parse(told()[0]!);
  expect(text).toContain('The TXT record at s1._domainkey.fourth.example is missing.');
  expect(text).toContain(`/o/${member.organizationId}/settings/domains/${domain.id}`);
});

test(`the keys rotate while ${people} people are mailed, and every message is signed with a key that is published`, async () => {
  const member = await api.newOrganization();
  const domain = await verified(member, 'fifth.example');
  await check(member, domain.id);
  // So few would all be on their way at once.
  const own = { kind: 'smtp', name: 'Own', host: '127.0.0.1', port: smtp.port, security: 'none' } as const;
  await member.call(transportsRoutes.create, { transport: { ...own, perSecond: Math.ceil(people / 3) } });
  const emails = addresses(people);
  const id = await campaignFrom(member, 'hello@fifth.example', emails);
  await member.call(campaignsRoutes.launch, { id });
  const third = Math.floor(people / 3);
  await watchLedger(member, id, ({ accepted }) => accepted >= third, 300_000);
  await member.call(domainsRoutes.rotateKey, { id: domain.id });
  await check(member, domain.id);
  await watchLedger(member, id, ({ closed }) => closed, 600_000);

  const { keys } = await member.call(domainsRoutes.get, { id: domain.id });
  expect(keys.map(({ selector, state }) => `${selector} ${state}`)).toEqual(['s1 retired', 's2 signing']);
  const wanted = new Set(emails);
  const messages = smtp.messages.filter(({ to }) => wanted.has(to));
  expect(messages).toHaveLength(people);
  const selectors = new Set<string>();
  for (const { raw } of messages) {
    const signature = await signatureOf(raw);
    expect(signature).toMatchObject({ d: 'fifth.example', isValid: true });
    selectors.add(signature?.s ?? '');
  }
  expect([...selectors].toSorted()).toEqual(['s1', 's2']);
}, 1_200_000);
