import { expect, test } from 'vitest';
import { dnsHostOf, fieldsFor, inStrings, recordsToPublish, relativeTo, zoneFileOf } from './index.ts';

const key = 'k'.repeat(392);
const records = recordsToPublish({
  domain: 'news.shop.example',
  ownershipToken: 'k3n5',
  keys: [{ selector: 's1', publicKey: key, isRequired: true }],
  returnPath: {
    kind: 'own',
    host: 'bounces.news.shop.example',
    mailServer: 'mx.relay.example',
    spf: 'include:r.example',
  },
  needsDmarc: true,
  linksTo: 'mail.engagex.example',
});

test('long texts are cut into strings of 255 bytes that join to the same text', () => {
  const strings = inStrings(`v=DKIM1; k=rsa; p=${key}`);
  expect(strings.map((string) => string.length)).toEqual([255, 155]);
  expect(strings.join('')).toBe(`v=DKIM1; k=rsa; p=${key}`);
  expect(inStrings('ü'.repeat(200)).map((string) => string.length)).toEqual([127, 73]);
  expect(inStrings('')).toEqual(['']);
});

test('a zone file has every record with absolute names, quoted strings and dots', () => {
  expect(zoneFileOf('news.shop.example', records)).toBe(
    `; DNS records for sending mail from news.shop.example
_engagex.news.shop.example. 3600 IN TXT "engagex-verification=k3n5"
s1._domainkey.news.shop.example. 3600 IN TXT "v=DKIM1; k=rsa; p=${key.slice(0, 237)}" "${key.slice(237)}"
bounces.news.shop.example. 3600 IN MX 10 mx.relay.example.
bounces.news.shop.example. 3600 IN TXT "v=spf1 include:r.example -all"
_dmarc.news.shop.example. 3600 IN TXT "v=DMARC1; p=none"
links.news.shop.example. 3600 IN CNAME mail.engagex.example.
`,
  );
});

test('names are relative to the domain or to the zone above it', () => {
  expect(relativeTo('s1._domainkey.news.shop.example', 'news.shop.example')).toBe('s1._domainkey');
  expect(relativeTo('s1._domainkey.news.shop.example', 'shop.example')).toBe('s1._domainkey.news');
  expect(relativeTo('shop.example', 'shop.example')).toBe('@');
  expect(relativeTo('workshop.example', 'shop.example')).toBe('workshop.example');
});

test('DNS hosts are known by their name servers, and records are put into the fields they have', () => {
  const names = [
    ['ada.ns.cloudflare.com'],
    ['ns-12.awsdns-01.com', 'ns-2000.awsdns-58.co.uk'],
    ['ns41.domaincontrol.com'],
    ['dns1.registrar-servers.com'],
    ['ns1045.ui-dns.org'],
    ['ns-cloud-a1.googledomains.com'],
    ['connect1.squarespacedns.com'],
    ['ns1.example'],
  ].map((servers) => dnsHostOf(servers).id);
  expect(names).toEqual([
    'cloudflare',
    'route53',
    'godaddy',
    'namecheap',
    'ionos',
    'google_cloud',
    'squarespace',
    'other',
  ]);

  const forms = records.map((record) => ({
    ...record,
    nameInZone: relativeTo(record.name, 'shop.example'),
    strings: record.type === 'TXT' ? inStrings(record.value) : [],
  }));
  const mx = forms.find(({ type }) => type === 'MX')!;
  const alias = forms.find(({ type }) => type === 'CNAME')!;
  expect(fieldsFor(dnsHostOf(['ns41.domaincontrol.com']), mx)).toEqual({
    name: 'bounces.news',
    value: 'mx.relay.example',
    priority: '10',
  });
  expect(fieldsFor(dnsHostOf(['ns-12.awsdns-01.com']), mx).value).toBe('10 mx.relay.example');
  expect(fieldsFor(dnsHostOf(['ns1.gandi.net']), alias).value).toBe('mail.engagex.example.');
  expect(fieldsFor(dnsHostOf(['ns-12.awsdns-01.com']), forms[1]!).value).toBe(
    `"v=DKIM1; k=rsa; p=${key.slice(0, 237)}" "${key.slice(237)}"`,
  );
});
