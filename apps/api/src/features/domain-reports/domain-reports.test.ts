import { randomUUID } from 'node:crypto';
import { afterAll, beforeAll, expect, test } from 'vitest';
import { domainReportsRoutes, explainSource, reportLimits } from '@engagex/domain/domain-reports';
import { runInScope } from '@engagex/tenancy';
import { type DnsZones, startDnsZones } from '../../testing/dns-zones.ts';
import { dmarcXml, gzipBomb, own, tlsJson, uploadReport, zipOf } from '../../testing/reports.ts';
import { startTestApi, type TestApi, type TestMember } from '../../testing/test-api.ts';
import { ForgetReports } from './forget-reports.ts';
import { TakeReports } from './take-reports.ts';

let api: TestApi;
let dns: DnsZones;
beforeAll(async () => {
  dns = await startDnsZones({});
  api = await startTestApi({ settings: { DNS_SERVERS: dns.address } });
});
afterAll(async () => {
  await api.close();
  await dns.close();
});

/** The owner of an organization that has this domain. */
async function ownerOf(domain: string): Promise<TestMember> {
  const owner = await api.newOrganization();
  await own(api.owner, owner, domain);
  return owner;
}
const newDomain = () => `${randomUUID().slice(0, 8)}.example`;

test('the report on a domain adds up messages, sources that fail before others, policy, trend and TLS failures', async () => {
  const domain = newDomain();
  const owner = await ownerOf(domain);
  const rows = [
    { ip: '192.0.2.1', count: 70, dkimAligned: true, spfAligned: true, dkim: { [domain]: 'pass' } },
    { ip: '192.0.2.9', count: 20, dkimAligned: true, dkim: { [domain]: 'pass' } },
    { ip: '198.51.100.7', count: 6, disposition: 'quarantine', dkim: { 'sendgrid.net': 'pass' } },
    { ip: '198.51.100.8', count: 2, dkim: { 'sendgrid.net': 'pass' } },
    { ip: '2001:db8:1:2::3', count: 2, disposition: 'reject' },
  ];
  const file = zipOf({
    'dmarc.xml': dmarcXml({ domain, rows, policy: '<p>quarantine</p><sp>reject</sp><pct>100</pct>' }),
    'tls.json': tlsJson(domain),
  });
  await expect(uploadReport(owner, file, 'reports.zip')).resolves.toMatchObject([
    { kind: 'dmarc', domain, count: 100, isNew: true },
    { kind: 'tls', domain, count: 42, isNew: true },
  ]);
  const view = await owner.call(domainReportsRoutes.get, { domain });
  expect(view).toMatchObject({
    reports: 2,
    totals: { messages: 100, passed: 90, dkimAligned: 90, spfAligned: 70, quarantined: 6, rejected: 2 },
    policy: { p: 'quarantine', sp: 'reject', np: null, pct: '100' },
    trend: [{ day: new Date().toISOString().slice(0, 10), passed: 90, failed: 10 }],
    sources: [
      { cause: 'signed_elsewhere', voucher: 'sendgrid.net', networks: ['198.51.100.0/24'], addresses: 2, messages: 8 },
      { cause: 'unauthenticated', voucher: null, networks: ['2001:db8:1::/48'], messages: 2, rejected: 2 },
      { cause: 'aligned', voucher: domain, messages: 90 },
    ],
    reporters: [{ name: 'receiver.example', reports: 1, messages: 100 }],
    tls: {
      sessions: 42,
      failed: 2,
      failures: [{ type: 'certificate-expired', mailServer: `mx1.${domain}`, sessions: 2 }],
    },
  });
  expect(explainSource(view.sources[0]!, domain)).toContain(`signed by sendgrid.net, not by ${domain}`);
  await expect(owner.call(domainReportsRoutes.list, {})).resolves.toMatchObject({
    items: [{ domain, reports: 2, messages: 100, passed: 90, sessions: 42, failedSessions: 2 }],
  });
});

test('a report counts once, however often and at how many places at once it is uploaded', async () => {
  const domain = newDomain();
  const owner = await ownerOf(domain);
  const file = dmarcXml({ domain, rows: [{ count: 5 }] });
  const taken = await Promise.all([uploadReport(owner, file), uploadReport(owner, file), uploadReport(owner, file)]);
  expect(taken.flat().filter(({ isNew }) => isNew)).toHaveLength(1);
  await uploadReport(owner, dmarcXml({ domain, reporter: 'other.example', rows: [{ count: 1 }] }));
  const { totals, reports } = await owner.call(domainReportsRoutes.get, { domain });
  expect([reports, totals.messages]).toEqual([2, 6]);
});

test('a report on the domain of somebody else is refused, and nothing of the file is kept', async () => {
  const domain = newDomain();
  const owner = await ownerOf(domain);
  const file = zipOf({ 'own.xml': dmarcXml({ domain }), 'other.xml': dmarcXml({ domain: 'elsewhere.example' }) });
  await expect(uploadReport(owner, file)).rejects.toMatchObject({
    status: 400,
    problem: { code: 'domain-report.foreign-domain', detail: expect.stringContaining('elsewhere.example') },
  });
  await expect(owner.call(domainReportsRoutes.list, {})).resolves.toEqual({ items: [] });
  const policyAbove = dmarcXml({ domain }).replace(`<domain>${domain}</domain>`, '<domain>above.example</domain>');
  await expect(uploadReport(owner, policyAbove)).resolves.toMatchObject([{ domain: 'above.example', isNew: true }]);
});

test('a report that comes by mail goes to whoever has verified its domain or one above it, and counts once', async () => {
  const domain = newDomain();
  const owner = await ownerOf(domain);
  const taking = api.app.get(TakeReports);
  const file = zipOf({
    'below.xml': dmarcXml({ domain: `news.${domain}`, rows: [{ count: 3 }] }),
    'nobody.xml': dmarcXml({ domain: 'nobody.example' }),
  });
  const { organizationId } = owner;
  const arrived = await taking.takeReport(file, 'report.zip');
  expect(arrived).toEqual([
    { domain: `news.${domain}`, reporter: 'receiver.example', organizationId, isNew: true },
    { domain: 'nobody.example', reporter: 'receiver.example', organizationId: null, isNew: false },
  ]);
  expect(await taking.takeReport(file, 'report.zip')).toMatchObject([{ isNew: false }, { isNew: false }]);
  await expect(taking.takeReport(Buffer.from('Hello'), 'x')).rejects.toMatchObject({
    code: 'domain-report.unknown-format',
  });
  const { items } = await owner.call(domainReportsRoutes.list, {});
  expect(items).toMatchObject([{ domain: `news.${domain}`, reports: 1, messages: 3 }]);
});

test('editors and analysts read reports, and do not upload them', async () => {
  const domain = newDomain();
  const { organizationId } = await ownerOf(domain);
  const manager = await api.newMember(organizationId, 'campaign_manager');
  await uploadReport(manager, dmarcXml({ domain }));
  for (const role of ['editor', 'analyst'] as const) {
    const member = await api.newMember(organizationId, role);
    await expect(uploadReport(member, dmarcXml({ domain }))).rejects.toMatchObject({ status: 403 });
    await expect(member.call(domainReportsRoutes.get, { domain })).resolves.toMatchObject({ reports: 1 });
  }
  const stranger = await api.newOrganization();
  await expect(stranger.call(domainReportsRoutes.get, { domain })).resolves.toMatchObject({ reports: 0, sources: [] });
});

test('a bomb is refused in words by a process of its own, and the next report is read', async () => {
  const domain = newDomain();
  const owner = await ownerOf(domain);
  const refusal = { status: 400, problem: { code: 'domain-report.unpacks-too-far' } };
  await expect(uploadReport(owner, gzipBomb(64), 'bomb.gz')).rejects.toMatchObject(refusal);
  const many = 'x'.repeat(reportLimits.fileBytes + 1);
  await expect(uploadReport(owner, many)).rejects.toMatchObject({ problem: { code: 'domain-report.too-large' } });
  await expect(uploadReport(owner, dmarcXml({ domain }))).resolves.toHaveLength(1);
}, 30_000);

test('reports on days more than 400 days ago are deleted with their rows', async () => {
  const domain = newDomain();
  const owner = await ownerOf(domain);
  const day = (ago: number) => new Date(Date.now() - ago * 86_400_000).toISOString().slice(0, 10);
  await uploadReport(owner, dmarcXml({ domain, id: 'old', day: day(402) }));
  await uploadReport(owner, dmarcXml({ domain, id: 'young', day: day(398) }));
  const forgetting = api.app.get(ForgetReports);
  for (const { id, organizationId } of await forgetting.due())
    await runInScope({ organizationId, actor: { kind: 'system', name: 'test' } }, () => forgetting.forget(id));
  const { rows } = await api.owner.query(
    `select r.report_id, count(w.id)::int as rows from domain_reports r left join domain_report_rows w on w.report_id = r.id
     where r.domain = $1 group by 1`,
    [domain],
  );
  expect(rows).toEqual([{ report_id: 'young', rows: 1 }]);
});

test('what a domain publishes besides is explained, and what nobody answers changes nothing', async () => {
  const domain = newDomain();
  const owner = await ownerOf(domain);
  dns.zones[`_smtp._tls.${domain}`] = { TXT: ['v=TLSRPTv1; rua=mailto:tls@shop.example'] };
  dns.zones[`_mta-sts.${domain}`] = { TXT: ['v=STSv1; id=1'] };
  dns.mishaps.set(`default._bimi.${domain}`, 'servfail');
  const rua = 'mailto:own@reports.shop.example,mailto:agreed@agrees.test,mailto:no@refuses.test';
  dns.zones[`_dmarc.${domain}`] = { TXT: [`v=DMARC1; p=reject; sp=none; rua=${rua}`] };
  dns.zones[`${domain}._report._dmarc.agrees.test`] = { TXT: ['v=DMARC1'] };
  dns.zones[`${domain}._report._dmarc.reports.shop.example`] = { TXT: ['v=DMARC1;'] };
  const { items } = await owner.call(domainReportsRoutes.standards, { domain });
  expect(items).toMatchObject([
    {
      standard: 'dmarc',
      state: 'limited',
      findings: [
        { code: 'sp_weaker' },
        { code: 'np_weaker' },
        { code: 'rua_unauthorized', words: expect.stringContaining(`${domain}._report._dmarc.refuses.test`) },
      ],
    },
    { standard: 'bimi', state: 'unreachable' },
    {
      standard: 'mta_sts',
      state: 'broken',
      findings: [{ words: expect.stringContaining(`no server called mta-sts.${domain}`) }],
    },
    { standard: 'tls_rpt', state: 'working', record: 'v=TLSRPTv1; rua=mailto:tls@shop.example' },
  ]);
  await expect(owner.call(domainReportsRoutes.standards, { domain: 'elsewhere.example' })).rejects.toMatchObject({
    problem: { code: 'domain-report.foreign-domain' },
  });
});
