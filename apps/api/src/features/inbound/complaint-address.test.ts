import { dkimVerify } from 'mailauth/lib/dkim/verify.js';
import nodemailer from 'nodemailer';
import PostalMime from 'postal-mime';
import { afterAll, beforeAll, expect, test, vi } from 'vitest';
import { campaignsRoutes } from '@engagex/domain/campaigns';
import { suppressionsRoutes } from '@engagex/domain/suppressions';
import { transportsRoutes } from '@engagex/domain/transports';
import { runInScope } from '@engagex/tenancy';
import { complaintMail } from '../../testing/bounces.ts';
import { addresses, buildCampaign, buildGroup, watchLedger } from '../../testing/builders.ts';
import { type DnsZones, startDnsZones } from '../../testing/dns-zones.ts';
import { verifiedDomain } from '../../testing/domains.ts';
import { startSmtp, type TestSmtp } from '../../testing/smtp.ts';
import { startTestApi, type TestApi, type TestMember } from '../../testing/test-api.ts';
import { RunDomainCheck } from '../domain-checks/index.ts';
import { InboundListener } from './inbound-listener.ts';

const host = 'bounces.engagex.example';
let dns: DnsZones;
let smtp: TestSmtp;
let api: TestApi;
beforeAll(async () => {
  dns = await startDnsZones({ [host]: { MX: [`10 ${host}`], TXT: ['v=spf1 a -all'], A: ['192.0.2.7'] } });
  smtp = await startSmtp();
  api = await startTestApi({
    work: true,
    settings: {
      DNS_SERVERS: dns.address,
      SMTP_URL: `${smtp.url}?name=installation`, // by nodemailer
      PRIVATE_NETWORKS: 'true',
      BOUNCE_HOST: host,
      INBOUND_PORT: '0',
    },
  });
  await vi.waitUntil(() => api.app.get(InboundListener).port);
});
afterAll(async () => {
  await api.close();
  await Promise.all([dns.close(), smtp.close()]);
});

async function check({ organizationId }: TestMember, id: string): Promise<void> {
  await api.owner.query(`update domains set next_check_at = now() - interval '1 second' where id = $1`, [id]);
  await runInScope({ organizationId, actor: { kind: 'system', name: 'test' } }, () =>
    api.app.get(RunDomainCheck).run(id),
  );
}

async function sent(member: TestMember, domain: string) {
  const [email = ''] = addresses(1);
  const { id } = await buildCampaign(member, await buildGroup(api.owner, member, [email]));
  await member.call(campaignsRoutes.update, { id, senderEmail: `hello@${domain}`, replyTo: `answers@${domain}` });
  await member.call(campaignsRoutes.launch, { id });
  await watchLedger(member, id, ({ closed }) => closed);
  return { email, raw: smtp.messages.find(({ to }) => to === email)!.raw };
}

/** RFC 8058, 4; RFC 9477, 3.1.4; RFC 6376, 5.4.1. */
const mustBeSigned = [
  'from',
  'to',
  'reply-to',
  'subject',
  'date',
  'message-id',
  'mime-version',
  'content-type',
  'list-unsubscribe',
  'list-unsubscribe-post',
  'cfbl-address',
  'cfbl-feedback-id',
];

test.each(['our own client', 'nodemailer'])(
  'by %s, the signature covers what mailbox providers act on: one-click unsubscribing and the address for complaints',
  async (by) => {
    const member = await api.newOrganization();
    const domain = `signed-${by.replaceAll(' ', '-')}.example`;
    await verifiedDomain({ dns, check }, member, domain);
    const own = { kind: 'smtp', name: 'Own', host: '127.0.0.1', port: smtp.port, security: 'none' } as const;
    if (by === 'our own client') await member.call(transportsRoutes.create, { transport: own });
    const { raw } = await sent(member, domain);
    const resolver = async (name: string) => [[String(dns.zones[name]?.TXT?.[0])]];
    const { results } = await dkimVerify(Buffer.from(raw, 'latin1'), { resolver });
    expect(results[0]?.status?.result).toBe('pass');
    const signed = results[0]?.signingHeaders?.keys?.toLowerCase().split(/\s*:\s*/);
    expect(signed).toEqual(expect.arrayContaining(mustBeSigned));
    const { headers } = await PostalMime.parse(raw);
    const of = (name: string) => headers.filter(({ key }) => key === name).map(({ value }) => value);
    const [feedbackId = ''] = of('cfbl-feedback-id');
    expect(feedbackId).toMatch(/^[a-z2-7]{39}$/);
    // Below the domain in From, whose signature is then enough (RFC 9477, 3.1.2).
    expect(of('cfbl-address')).toEqual([`fbl-${feedbackId}@bounces.${domain}; report=arf`]);
    if (by === 'our own client')
      expect(results[0]?.signingHeaders?.keys?.split(/\s*:\s*/)).toEqual(
        expect.arrayContaining(['CFBL-Address', 'CFBL-Feedback-ID']),
      );
  },
);

test('a complaint that comes to that address is recorded although nothing else in it names the message', async () => {
  const member = await api.newOrganization();
  await verifiedDomain({ dns, check }, member, 'complained.example');
  const { email, raw } = await sent(member, 'complained.example');
  const [, to = ''] = /^CFBL-Address:\s*([^;\s]+)/im.exec(raw) ?? [];
  const port = api.app.get(InboundListener).port ?? 0;
  const transport = nodemailer.createTransport({ host: '127.0.0.1', port, ignoreTLS: true });
  const redacted = complaintMail({ to: 'redacted@mailbox.example', messageId: '<redacted@mailbox.example>' });
  await transport.sendMail({ envelope: { from: 'fbl@mailbox.example', to }, raw: redacted });
  const suppressed = async () => (await member.call(suppressionsRoutes.list, {})).items;
  await expect.poll(suppressed).toMatchObject([{ address: email, reason: 'complaint' }]);
});

test('a complaint that returns only the ID of the message is recorded', async () => {
  const member = await api.newOrganization();
  await verifiedDomain({ dns, check }, member, 'returned.example');
  const { email, raw } = await sent(member, 'returned.example');
  const [, id = ''] = /^CFBL-Feedback-ID:\s*(\S+)/im.exec(raw) ?? [];
  const port = api.app.get(InboundListener).port ?? 0;
  const transport = nodemailer.createTransport({ host: '127.0.0.1', port, ignoreTLS: true });
  const redacted = complaintMail({ to: 'redacted@mailbox.example', messageId: '<redacted@mailbox.example>' });
  const report = redacted.replace(
    'Message-ID: ',
    `CFBL-Feedback-ID: ${id.slice(0, 20)}\r\n ${id.slice(20)}\r\nMessage-ID: `,
  );
  await transport.sendMail({ envelope: { from: 'fbl@mailbox.example', to: `fbl@${host}` }, raw: report });
  const suppressed = async () => (await member.call(suppressionsRoutes.list, {})).items;
  await expect.poll(suppressed).toMatchObject([{ address: email, reason: 'complaint' }]);
});
