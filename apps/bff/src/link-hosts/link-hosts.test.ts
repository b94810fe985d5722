import { get as httpGet, type IncomingMessage } from 'node:http';
import { createServer as createTlsServer, get as httpsGet, type Server as TlsServer } from 'node:https';
import { type AddressInfo, createServer as createTcpServer } from 'node:net';
import { text } from 'node:stream/consumers';
import { getCACertificates, setDefaultCACertificates } from 'node:tls';
import { afterAll, afterEach, beforeAll, expect, test, vi } from 'vitest';
import { linkHostsRoutes, type LinkHostView } from '@engagex/domain/link-hosts';
import { runInScope } from '@engagex/tenancy';
import { startAcme } from '../../../../tools/stand-ins/acme/server.ts';
import { CheckLinkHost } from '../../../api/src/features/link-hosts/check-link-host.ts';
import { LinkBases } from '../../../api/src/features/link-hosts/link-bases.ts';
import { LinkHostsWorker } from '../../../api/src/features/link-hosts/link-hosts.worker.ts';
import { Clock } from '../../../api/src/ports/clock.ts';
import { Live } from '../../../api/src/platform/live/live.ts';
import { Dns } from '../../../api/src/ports/dns.ts';
import { addresses, buildCampaign, buildGroup } from '../../../api/src/testing/builders.ts';
import { createAuthority } from '../../../api/src/testing/certificates.ts';
import { type DnsZones, startDnsZones } from '../../../api/src/testing/dns-zones.ts';
import { own } from '../../../api/src/testing/reports.ts';
import type { TestMember } from '../../../api/src/testing/test-api.ts';
import { createBff } from '../app.ts';
import { linkServerFor, serverFor } from '../server.ts';
import { startTestBff, type TestBff } from '../testing/test-bff.ts';

const home = 'mail.engagex.example';
const trusted = getCACertificates('default');

let dns: DnsZones;
let acme: Awaited<ReturnType<typeof startAcme>>;
let product: TestBff;
let secure: TlsServer;
let port: number;
let count = 0;

beforeAll(async () => {
  dns = await startDnsZones({ [home]: { A: ['127.0.0.1'] } });
  port = await freePort();
  acme = await startAcme({ proofAt: () => ({ address: '127.0.0.1', port: Number(new URL(product.url).port) }) });
  product = await startTestBff(
    { PUBLIC_URL: `http://${home}` },
    {
      settings: {
        PUBLIC_URL: `http://${home}`,
        ACME_DIRECTORY_URL: acme.directoryUrl,
        LINK_HOSTS_PORT: String(port),
        DNS_SERVERS: dns.address,
        PRIVATE_NETWORKS: 'true',
      },
    },
  );
  // Connections look hosts up as the system does, which does not know these.
  vi.spyOn(product.api.app.get(Dns), 'addressesOf').mockImplementation(async (host) =>
    dns.zones[host] ? ['127.0.0.1'] : [],
  );
  setDefaultCACertificates([...trusted, acme.rootCertificate]);
  await listen();
});
afterEach(() => vi.mocked(product.api.app.get(Clock).now).mockRestore?.());
afterAll(async () => {
  setDefaultCACertificates(trusted);
  vi.restoreAllMocks();
  await unlisten();
  await product.close();
  await acme.close();
  await dns.close();
});

async function listen(): Promise<void> {
  secure = linkServerFor(product.bff.app, product.config, product.bff.certificates).listen(port, '127.0.0.1');
  await new Promise((resolve) => secure.once('listening', resolve));
}

async function unlisten(): Promise<void> {
  secure.closeAllConnections();
  await new Promise((resolve) => secure.close(resolve));
}

async function freePort(): Promise<number> {
  const server = createTcpServer().listen(0, '127.0.0.1');
  await new Promise((resolve) => server.once('listening', resolve));
  const { port: free } = server.address() as AddressInfo; // it listens on TCP
  await new Promise((resolve) => server.close(resolve));
  return free;
}

interface OfHost extends LinkHostView {
  readonly owner: TestMember;
}

/** A link host of a new organization, published in DNS. */
async function linkHost({ isPublished = true } = {}): Promise<OfHost> {
  const owner = await product.api.newOrganization();
  count += 1;
  const domain = `shop${count}.example`;
  await own(product.api.owner, owner, domain);
  const view = await owner.call(linkHostsRoutes.create, { domain });
  if (isPublished) dns.zones[view.host] = { CNAME: [home] };
  return { ...view, owner };
}

const inScope = <T>({ owner: { organizationId } }: OfHost, work: () => Promise<T>) =>
  runInScope({ organizationId, actor: { kind: 'system', name: 'test' } }, work);
const check = (host: OfHost) => host.owner.call(linkHostsRoutes.check, { id: host.id });
const baseOf = (host: OfHost) => inScope(host, () => product.api.app.get(LinkBases).baseFor(`news@${host.domain}`));

/** From now on it is this much later, for the API. */
function later(minutes: number): Date {
  const at = new Date(Date.now() + minutes * 60_000);
  vi.spyOn(product.api.app.get(Clock), 'now').mockReturnValue(at);
  return at;
}

function asked(path: string, host: string, headers: Record<string, string> = {}) {
  const options = {
    port: new URL(product.url).port,
    host: '127.0.0.1',
    path,
    headers: { host, ...headers },
    agent: false,
  };
  return new Promise<{ status: number; body: string }>((resolve, reject) => {
    httpGet(options, (answer) => void answered(answer).then(resolve, reject)).once('error', reject);
  });
}

function askedSecurely(path: string, host: string) {
  const options = { port, host: '127.0.0.1', servername: host, path, headers: { host }, agent: false };
  return new Promise<{ status: number; body: string }>((resolve, reject) => {
    httpsGet(options, (answer) => void answered(answer).then(resolve, reject)).once('error', reject);
  });
}

async function answered(answer: IncomingMessage) {
  return { status: answer.statusCode ?? 0, body: await text(answer) };
}

test('mail links to a host once its record is published, its certificate is there and our own request came back', async () => {
  const host = await linkHost({ isPublished: false });
  expect(host).toMatchObject({
    host: `links.${host.domain}`,
    state: 'pending',
    record: { type: 'CNAME', name: host.host, value: home },
    certifiedBy: 'acme',
    certificate: null,
  });
  expect(await check(host)).toMatchObject({
    state: 'pending',
    problem: 'no_record',
    words: expect.stringContaining(home),
  });
  expect(await baseOf(host)).toBe(`http://${home}`);
  dns.zones[host.host] = { CNAME: [home] };
  acme.faults.badNonces = 2;
  const live = await check(host);
  expect(live).toMatchObject({ state: 'live', problem: null, words: null, order: null });
  expect(Date.parse(live.certificate!.expiresAt)).toBeGreaterThan(Date.now() + 89 * 86_400_000);
  later(1);
  expect(await baseOf(host)).toBe(`https://${host.host}:${port}`);
  const { rows } = await product.api.owner.query<{ kept: string; answers: string }>(
    `select encode(private_key, 'escape') as kept, (select count(*) from link_challenges where link_host_id = $1) as answers
     from link_certificates where link_host_id = $1`,
    [host.id],
  );
  expect(rows[0]).toMatchObject({ kept: expect.not.stringContaining('PRIVATE KEY'), answers: '0' });
});

test('a link host serves what mail leads to and nothing of the application', async () => {
  const host = await linkHost();
  await check(host);
  for (const path of ['/', '/sign-in', '/api/campaigns', '/auth/session', '/f/x'])
    expect(await askedSecurely(path, host.host), path).toMatchObject({ status: 404 });
  expect(await askedSecurely('/t/x/open.gif', host.host)).toMatchObject({ status: 200 });
  expect(await askedSecurely('/u/x', host.host)).toMatchObject({ body: expect.stringContaining('<html') });
  expect((await asked('/auth/session', home)).status).not.toBe(404);
  await expect(askedSecurely('/t/x/open.gif', 'links.nobody.example')).rejects.toThrow();
});

test('a proxy is told which hosts are known, and only on this machine or with the secret', async () => {
  const { host } = await linkHost();
  expect((await asked(`/link-hosts/ask?domain=${host}`, 'localhost')).status).toBe(200);
  expect((await asked('/link-hosts/ask?domain=links.nobody.example', 'localhost')).status).toBe(404);
  expect((await asked('/link-hosts/ask', 'localhost')).status).toBe(404);
  const forwarded = { 'x-forwarded-for': '203.0.113.5' };
  expect((await asked(`/link-hosts/ask?domain=${host}`, 'localhost', forwarded)).status).toBe(404);
  const secret = 'Pm4xVt8qLw2nKz6rHb9sDy3gJc7fTe5a';
  const guarded = createBff({ ...product.config, LINK_HOSTS_ASK_SECRET: secret });
  const server = serverFor(guarded.app, product.config).listen(0, '127.0.0.1');
  await new Promise((resolve) => server.once('listening', resolve));
  const at = async (query: string) => {
    const { port: its } = server.address() as AddressInfo; // it listens on TCP
    return (await fetch(`http://127.0.0.1:${its}/link-hosts/ask?domain=${host}${query}`, { headers: forwarded }))
      .status;
  };
  expect([await at(''), await at('&secret=wrong'), await at(`&secret=${secret}`)]).toEqual([404, 404, 200]);
  server.closeAllConnections();
  await new Promise((resolve) => server.close(resolve));
  await guarded.close();
});

test('one process orders at a time, however many check', async () => {
  const host = await linkHost();
  const before = acme.counts.orders;
  const checks = product.api.app.get(CheckLinkHost);
  await inScope(host, () => Promise.all([checks.check(host.id), checks.check(host.id), checks.check(host.id)]));
  expect(acme.counts.orders - before).toBe(1);
  expect(await check(host)).toMatchObject({ state: 'live' });
});

test('a lost certificate takes new mail off the host within five minutes, and links in mail go on working', async () => {
  const host = await linkHost();
  await check(host);
  expect(await baseOf(host)).toContain(host.host);
  await unlisten();
  const other = createTlsServer(createAuthority().certify({ hosts: ['other.example'] })).listen(port, '127.0.0.1');
  const worker = product.api.app.get(LinkHostsWorker);
  const told = vi.spyOn(product.api.app.get(Live), 'publish');
  let minutes = 0;
  for (; minutes < 5 && (await baseOf(host)).includes(host.host); minutes += 0.5) {
    later(minutes);
    for (const { id, organizationId } of await worker.due())
      if (organizationId === host.owner.organizationId)
        await inScope(host, () => product.api.app.get(CheckLinkHost).check(id));
  }
  expect(minutes).toBeLessThan(5);
  const [failing] = (await host.owner.call(linkHostsRoutes.list)).items;
  expect(failing).toMatchObject({
    state: 'failing',
    problem: 'certificate',
    words: expect.stringMatching(new RegExp(`^${host.host} .*an authority that browsers do not trust`)),
  });
  expect(told).toHaveBeenCalledWith('link-hosts', host.id);
  expect((await asked('/t/x/open.gif', host.host)).status).toBe(200);
  await new Promise((resolve) => other.close(resolve));
  await listen();
  expect(await check(host)).toMatchObject({ state: 'live', problem: null });
});

test('mail from a domain that was lost links to the installation within five minutes, and links in mail go on working', async () => {
  const host = await linkHost();
  await check(host);
  later(1);
  expect(await baseOf(host)).toContain(host.host);
  const stateOf = (state: string) =>
    product.api.owner.query('update domains set state = $2 where domain = $1', [host.domain, state]);
  await stateOf('failed');
  later(2);
  expect(await baseOf(host)).toBe(`http://${home}`);
  expect((await host.owner.call(linkHostsRoutes.list)).items).toMatchObject([{ state: 'live', isDomainOwned: false }]);
  expect((await asked('/t/x/open.gif', host.host)).status).toBe(200);
  await stateOf('verified');
  later(3);
  expect(await baseOf(host)).toContain(host.host);
});

test('that a domain has everything below it opened over HTTPS only is told with what is wrong', async () => {
  const host = await linkHost();
  const authority = createAuthority();
  setDefaultCACertificates([...trusted, acme.rootCertificate, authority.cert]);
  let policy = 'max-age=31536000; includeSubDomains; preload';
  dns.zones[host.domain] = { A: ['127.0.0.1'] };
  await unlisten();
  const site = createTlsServer(authority.certify({ hosts: [host.domain] }), (_, response) =>
    response.setHeader('strict-transport-security', policy).end(),
  );
  await new Promise<void>((resolve) => site.listen(port, '127.0.0.1', resolve));
  acme.faults.caaForbids.add(host.host);
  const { problem, words } = await check(host);
  expect(problem).toBe('certificate');
  expect(words).toContain(`${host.domain} has all names below it opened over HTTPS only`);
  expect(words).toContain('preload');
  for (policy of ['max-age=31536000', 'max-age=0; includeSubDomains'])
    expect((await check(host)).words, policy).not.toContain('HTTPS only');
  await new Promise((resolve) => site.close(resolve));
  setDefaultCACertificates([...trusted, acme.rootCertificate]);
  await listen();
});

test('no certificate is ordered for a host that a proxy in front already serves over HTTPS', async () => {
  const host = await linkHost();
  const authority = createAuthority();
  setDefaultCACertificates([...trusted, acme.rootCertificate, authority.cert]);
  await unlisten();
  let name = home;
  const proxy = createTlsServer(authority.certify({ hosts: [host.host] }), (request, response) => {
    void asked(request.url ?? '/', name).then(({ status, body }) => response.writeHead(status).end(body));
  }).listen(port, '127.0.0.1');
  const before = acme.counts.orders;
  expect((await check(host)).state, 'it asks under another name').toBe('pending');
  name = host.host;
  expect(await check(host)).toMatchObject({ state: 'live', certificate: null });
  expect(await baseOf(host)).toContain(host.host);
  expect(acme.counts.orders).toBe(before);
  proxy.closeAllConnections();
  await new Promise((resolve) => proxy.close(resolve));
  setDefaultCACertificates([...trusted, acme.rootCertificate]);
  await listen();
});

test('a certificate is renewed 30 days before it ends', async () => {
  const host = await linkHost();
  const { certificate: first } = await check(host);
  later(59 * 24 * 60);
  expect((await check(host)).certificate).toEqual(first);
  later(61 * 24 * 60);
  const before = acme.counts.certificates;
  await check(host);
  expect(acme.counts.certificates - before).toBe(1);
});

test('the DNS is asked what is wrong: another server, a proxy, a CAA record', async () => {
  const host = await linkHost();
  const words = async () => ({ ...(await check(host)) });
  dns.zones[host.host] = { A: ['203.0.113.9'] };
  expect(await words()).toMatchObject({ problem: 'elsewhere', words: expect.stringContaining('203.0.113.9') });
  dns.zones[host.host] = { A: ['104.16.1.2'] };
  expect(await words()).toMatchObject({ problem: 'proxied', words: expect.stringContaining('DNS only') });
  dns.zones[host.host] = { A: ['127.0.0.1'] }; // flattened
  const other = createTlsServer(createAuthority().certify({ hosts: ['other.example'] }));
  await unlisten();
  await new Promise<void>((resolve) => other.listen(port, '127.0.0.1', resolve));
  acme.faults.caaForbids.add(host.host);
  dns.zones[host.domain] = { CAA: ['issue other-ca.example', 'iodef mailto:a@example.com'] };
  expect(await words()).toMatchObject({ problem: 'caa', words: expect.stringContaining('only other-ca.example') });
  dns.zones[host.domain] = { CAA: ['issue ca.example'] };
  expect(await words()).toMatchObject({ problem: 'certificate' });
  await new Promise((resolve) => other.close(resolve));
  await listen();
});

test('only a host below an own domain is taken, one for each domain; a used host is served until its mail is gone', async () => {
  const host = await linkHost();
  const { owner, domain } = host;
  const create = (input: { domain: string; host?: string }) => owner.call(linkHostsRoutes.create, input);
  await expect(create({ domain: 'elsewhere.example' })).rejects.toMatchObject({
    problem: { code: 'link-host.unverified' },
  });
  await expect(create({ domain, host: 'links.elsewhere.example' })).rejects.toMatchObject({
    problem: { code: 'link-host.not-below' },
  });
  await expect(create({ domain, host: `click.${domain}` })).rejects.toMatchObject({
    problem: { code: 'link-host.has-one' },
  });
  await check(host);
  expect(await baseOf(host)).toContain(host.host);
  await owner.call(linkHostsRoutes.delete, { id: host.id }); // no mail was sent: the organization has no deliveries
  expect((await owner.call(linkHostsRoutes.list)).items).toEqual([]);
  const again = { ...(await create({ domain })), owner };
  await check(again);
  later(2);
  await baseOf(again);
  await buildCampaign(owner, await buildGroup(product.api.owner, owner, addresses(1)));
  await product.api.owner.query(
    `insert into deliveries (organization_id, campaign_id, contact_id, address, state)
     select c.organization_id, c.id, p.id, p.email, 'pending' from campaigns c join contacts p using (organization_id)
     where c.organization_id = $1 limit 1`,
    [owner.organizationId],
  );
  await owner.call(linkHostsRoutes.delete, { id: again.id });
  expect((await owner.call(linkHostsRoutes.list)).items).toMatchObject([
    { host: host.host, retiredAt: expect.any(String) },
  ]);
  later(4);
  expect(await baseOf(again)).toBe(`http://${home}`);
  expect(await askedSecurely('/t/x/open.gif', host.host)).toMatchObject({ status: 200 });
  await product.api.owner.query('delete from deliveries where organization_id = $1', [owner.organizationId]);
  expect(await inScope(again, () => product.api.app.get(CheckLinkHost).check(again.id))).toBeNull();
  expect((await owner.call(linkHostsRoutes.list)).items).toEqual([]);
});

test('what the authority refuses is told in its words, tried again later, and not at all while it wants a pause', async () => {
  const host = await linkHost();
  acme.faults.caaForbids.add(host.host);
  const refused = await check(host);
  expect(refused).toMatchObject({ state: 'pending', order: { words: expect.stringContaining('CAA') } });
  const orders = acme.counts.orders;
  await check(host);
  expect(acme.counts.orders).toBe(orders); // not before `nextAt`
  acme.faults.caaForbids.delete(host.host);
  later(16);
  acme.faults.limitedForSeconds = 7_200;
  expect(await check(host)).toMatchObject({ order: { words: expect.stringContaining('too many orders') } });
  acme.faults.limitedForSeconds = 0;
  later(60);
  await check(host);
  expect(acme.counts.orders).toBe(orders);
  later(200);
  expect(await check(host)).toMatchObject({ state: 'live', order: null });
});
