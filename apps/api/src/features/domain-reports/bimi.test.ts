import { randomUUID } from 'node:crypto';
import { once } from 'node:events';
import { createServer, type Server } from 'node:https';
import type { AddressInfo } from 'node:net';
import { getCACertificates, setDefaultCACertificates } from 'node:tls';
import { afterAll, beforeAll, expect, test, vi } from 'vitest';
import { domainReportsRoutes } from '@engagex/domain/domain-reports';
import { CONFIG } from '../../platform/tokens.ts';
import { Dns } from '../../ports/dns.ts';
import { createAuthority } from '../../testing/certificates.ts';
import { type DnsZones, startDnsZones } from '../../testing/dns-zones.ts';
import { own } from '../../testing/reports.ts';
import { startTestApi, type TestApi } from '../../testing/test-api.ts';

const logo = '<svg version="1.2" baseProfile="tiny-ps" viewBox="0 0 1 1"><title>Shop</title></svg>';
const domain = `${randomUUID().slice(0, 8)}.example`;
const authority = createAuthority();
const trusted = getCACertificates('default');
const yesterday = new Date(Date.now() - 86_400_000);
const inSpring = new Date(Date.now() + 100 * 86_400_000);
const certified = (changed: { hosts?: string[]; validUntil?: Date; logo?: string }) =>
  `${authority.certify({ hosts: [domain], validUntil: inSpring, logo, ...changed }).cert}\n${authority.cert}`;

/** What the server of the brand has, by path. */
const files: Readonly<Record<string, string | { readonly location: string }>> = {
  '/logo.svg': logo,
  '/moved.svg': { location: '/logo.svg' },
  '/round.svg': { location: '/round.svg' },
  '/large.svg': `${logo}<!--${'x'.repeat(1024 * 1024)}-->`,
  '/vmc.pem': certified({}),
  '/expired.pem': certified({ validUntil: yesterday }),
  '/other-host.pem': certified({ hosts: ['other.example'] }),
  '/other-logo.pem': certified({ logo: logo.replace('Shop', 'Store') }),
  '/spaced-logo.pem': certified({ logo: `${logo}\r\n` }),
  '/website.pem': `${authority.certify({ hosts: [domain], validUntil: inSpring }).cert}\n${authority.cert}`,
  '/large.pem': `${certified({})}\n${'#'.repeat(512 * 1024)}`,
  '/moved.pem': { location: '/vmc.pem' },
};

let dns: DnsZones;
let server: Server;
let api: TestApi;
beforeAll(async () => {
  setDefaultCACertificates([...trusted, authority.cert]);
  server = createServer(authority.certify({ hosts: [`brand.${domain}`] }), (request, response) => {
    const file = files[request.url ?? ''];
    if (file === undefined) response.writeHead(404).end();
    else if (typeof file === 'string') response.end(file);
    else response.writeHead(302, file).end();
  });
  await once(server.listen(0, '127.0.0.1'), 'listening');
  dns = await startDnsZones({ [`_dmarc.${domain}`]: { TXT: ['v=DMARC1; p=reject'] } });
  api = await startTestApi({ settings: { DNS_SERVERS: dns.address, PRIVATE_NETWORKS: 'true' } });
  vi.spyOn(api.app.get(Dns), 'addressesOf').mockResolvedValue(['127.0.0.1']);
});
afterAll(async () => {
  await api.close();
  await dns.close();
  server.closeAllConnections();
  server.close();
  setDefaultCACertificates(trusted);
});

/** What is said of the BIMI record of a domain with this logo and this certificate. */
async function checked(at: TestApi, logoPath: string, certificatePath: string, host = 'brand') {
  const base = `https://${host}.${domain}:${(server.address() as AddressInfo).port}`; // of a listening server
  dns.zones[`default._bimi.${domain}`] = { TXT: [`v=BIMI1; l=${base}${logoPath}; a=${base}${certificatePath}`] };
  const owner = await at.newOrganization();
  await at.owner.query(`delete from domains where domain = $1`, [domain]);
  await own(at.owner, owner, domain);
  const { items } = await owner.call(domainReportsRoutes.standards, { domain });
  const { state, findings } = items.find(({ standard }) => standard === 'bimi')!;
  return { state, findings: findings.map(({ code, words }) => `${code}: ${words}`) };
}

test('a logo and its certificate are fetched, also from where the addresses lead on', async () => {
  expect(await checked(api, '/logo.svg', '/vmc.pem')).toEqual({ state: 'working', findings: [] });
  expect(await checked(api, '/moved.svg', '/moved.pem')).toEqual({ state: 'working', findings: [] });
});

test.each([
  ['expired', '/logo.svg', '/expired.pem', /^certificate_expired: The certificate expired on/],
  ['for another domain', '/logo.svg', '/other-host.pem', /^certificate_name: .*but for other\.example\.$/],
  ['with another logo', '/logo.svg', '/other-logo.pem', /^certificate_logo: The logo at l= is not the logo in/],
  ['of a website', '/logo.svg', '/website.pem', /^no_logotype: .*\n?/],
  ['too large', '/logo.svg', '/large.pem', /^certificate_unreadable: .*larger than 0\.5 MB\.$/],
  ['that is not there', '/logo.svg', '/missing.pem', /^certificate_unreadable: .*status 404/],
  ['that is a logo', '/logo.svg', '/logo.svg', /^certificate_unreadable: .*no certificate in PEM format\.$/],
  ['of a logo that is too large', '/large.svg', '/vmc.pem', /^logo_unreachable: .*larger than 1 MB\.$/],
  ['of a logo that is not there', '/missing.svg', '/vmc.pem', /^logo_unreachable: .*status 404/],
  ['of a logo that leads in a circle', '/round.svg', '/vmc.pem', /^logo_unreachable: .*redirects more than 5 times/],
])('a certificate %s is named as such', async (_, logoPath, certificatePath, words) => {
  const { state, findings } = await checked(api, logoPath, certificatePath);
  expect([state, findings[0]]).toEqual(['broken', expect.stringMatching(words)]);
});

test('a logo that differs from the certified one only in spaces may be shown', async () => {
  expect(await checked(api, '/logo.svg', '/spaced-logo.pem')).toMatchObject({
    state: 'limited',
    findings: [expect.stringContaining('certificate_logo_spacing')],
  });
});

test('a server whose own certificate is for another host is not believed', async () => {
  const { findings } = await checked(api, '/logo.svg', '/vmc.pem', 'badly-named');
  expect(findings).toEqual([
    expect.stringMatching(/^logo_unreachable: .*could not be reached/),
    expect.stringMatching(/^certificate_unreadable: .*could not be reached/),
  ]);
});

test('nothing is fetched from a private network', async () => {
  const config: { PRIVATE_NETWORKS: boolean } = api.app.get(CONFIG);
  config.PRIVATE_NETWORKS = false;
  const { findings } = await checked(api, '/logo.svg', '/vmc.pem').finally(() => (config.PRIVATE_NETWORKS = true));
  expect(findings).toEqual([
    expect.stringMatching(/^logo_unreachable: .*private network/),
    expect.stringMatching(/^certificate_unreadable: .*private network/),
  ]);
});
