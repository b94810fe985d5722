import { afterAll, beforeAll, expect, test } from 'vitest';
import { type RecordFault, wordsForFault } from '@engagex/domain/domains';
import { NodeDns } from '../../../adapters/node-dns.ts';
import { type DnsZones, startDnsZones, type Zones } from '../../../testing/dns-zones.ts';
import { recordsOf, type StoredDomain, type StoredKey } from '../stored-domain.ts';
import { lookUp } from './look-up.ts';

const name = 'news.shop.example';
const hosts = { bounces: 'bounces.engagex.example', links: 'mail.engagex.example' };
const now = new Date('2026-12-01T00:00:00Z');
const installation: Zones = {
  'bounces.engagex.example': { MX: ['10 mx.engagex.example'], TXT: ['v=spf1 ip4:198.51.100.9 -all'] },
  'mail.engagex.example': { A: ['198.51.100.8'] },
};

// oxlint-disable-next-line typescript/no-unsafe-type-assertion -- the columns that looking up reads
const domain = {
  id: 'd',
  domain: name,
  state: 'pending',
  stateSince: now,
  ownershipToken: 'k3n5',
  returnPathKind: 'installation',
  returnPathLabel: 'bounces',
  seen: null,
} as unknown as StoredDomain;
const keyOf = (selector: string, letters: string, state: StoredKey['state'] = 'published'): StoredKey => ({
  id: `${selector} ${letters}`,
  selector,
  state,
  timesSeen: 0,
  signsSince: null,
  retiredAt: null,
  createdAt: now,
  publicKey: `MIIBIjANBgkqhkiG9w0BAQEFAAOCAQ8AMIIBCgKCAQEA${letters.repeat(90).slice(0, 340)}wIDAQAB`,
});
const keys = [keyOf('s1', 'Ab1+'), keyOf('s2', 'Cd2/'), keyOf('s1', 'Ef3x', 'removable')];
const valueOf = (key: string) => recordsOf(domain, keys, hosts).find((record) => record.key === key)!.value;
const dkim = valueOf('dkim_s1');
const old = keys[2]!.publicKey;

let server: DnsZones;
let dns: NodeDns;
beforeAll(async () => {
  server = await startDnsZones({});
  dns = new NodeDns([server.address], { timeoutMs: 200 });
});
afterAll(() => server.close());

/** What a check names when everything is published as it should be, except for this. */
async function namedWith(change: Zones, removed = '', of: StoredDomain = domain): Promise<string[]> {
  for (const each of Object.keys(server.zones)) delete server.zones[each];
  Object.assign(server.zones, installation, { 'shop.example': { NS: ['ns.host.example'] } });
  for (const { name: at, type, value } of recordsOf(of, keys, hosts)) server.zones[at] = { [type]: [value] };
  delete server.zones[removed];
  Object.assign(server.zones, change);
  const { seen } = await lookUp(of, keys, { dns, hosts, now });
  const found = seen.records.flatMap(({ key, faults }) => faults.map((fault) => `${key} ${fault}`));
  return [...found, ...(seen.spf?.faults ?? []), ...(seen.dmarc?.faults ?? [])];
}

test('what is published as it should be has no fault', async () => {
  expect(await namedWith({})).toEqual([]);
});

const s1 = `s1._domainkey.${name}`;
const path = `bounces.${name}`;
const text = (...values: (string | readonly string[])[]) => ({ TXT: values });
/** With a return path at a mail server of its own. */
const ownServer = {
  returnPathKind: 'own',
  returnPathServer: 'mx.relay.example',
  returnPathSpf: 'ip4:198.51.100.7',
} as const;
const ownPath: StoredDomain = { ...domain, ...ownServer };
const relayed = (spf: string | readonly string[], exchange = 'mx.relay.example') => ({
  [path]: { MX: [`10 ${exchange}`], TXT: typeof spf === 'string' ? [spf] : spf },
});
const planted: readonly [string, RecordFault, Zones, string?, StoredDomain?][] = [
  ['dkim_s1', 'name_doubled', { [`${s1}.shop.example`]: text(dkim) }, s1],
  ['dkim_s1', 'name_without_underscore', { [`s1.domainkey.${name}`]: text(dkim) }, s1],
  ['dkim_s1', 'name_too_short', { 's1._domainkey.shop.example': text(dkim) }, s1],
  ['dkim_s1', 'at_apex', { [name]: text(dkim) }, s1],
  ['dkim_s1', 'cut_at_255', { [s1]: text(dkim.slice(0, 255)) }],
  ['dkim_s1', 'cut_short', { [s1]: text(dkim.slice(0, -40)) }],
  ['dkim_s1', 'quotes_kept', { [s1]: text(`"${dkim.slice(0, 250)}" "${dkim.slice(250)}"`) }],
  ['dkim_s1', 'smart_quotes', { [s1]: text(`“${dkim}”`) }],
  ['dkim_s1', 'line_breaks', { [s1]: text(`${dkim.slice(0, 90)}\n${dkim.slice(90)}`) }],
  ['dkim_s1', 'spaces_inside', { [s1]: text([dkim.slice(0, 200), ' ', dkim.slice(200)]) }],
  ['dkim_s1', 'backslashes', { [s1]: text(dkim.replaceAll(';', String.raw`\;`)) }],
  ['dkim_s1', 'semicolons_lost', { [s1]: text(dkim.replaceAll(';', '')) }],
  ['dkim_s1', 'case_changed', { [s1]: text(dkim.toLowerCase()) }],
  ['dkim_s1', 'value_twice', { [s1]: text(dkim + dkim) }],
  ['dkim_s1', 'text_before', { [s1]: text(`TXT ${dkim}`) }],
  ['dkim_s1', 'trailing_text', { [s1]: text(`${dkim}; ttl 3600`) }],
  ['dkim_s1', 'wrong_selector', { [s1]: text(valueOf('dkim_s2')) }],
  ['dkim_s1', 'old_key', { [s1]: text(`v=DKIM1; k=rsa; p=${old}`) }],
  ['dkim_s1', 'other_key', { [s1]: text(`v=DKIM1; k=rsa; p=${old.replaceAll('Ef3x', 'Gh4y')}`) }],
  ['dkim_s1', 'key_revoked', { [s1]: text('v=DKIM1; p=') }],
  ['dkim_s1', 'two_keys', { [s1]: text(dkim, `v=DKIM1; p=${old}`) }],
  ['dkim_s1', 'key_testing', { [s1]: text(dkim.replace('k=rsa', 't=y')) }],
  ['dkim_s1', 'cname_elsewhere', { [s1]: { CNAME: ['s1.domainkey.esp.example'] } }],
  ['dkim_s1', 'wildcard', { '*.shop.example': text('v=spf1 -all'), [`*._domainkey.${name}`]: text('v=spf1 -all') }, s1],
  ['return_path', 'cname_elsewhere', { [path]: { CNAME: ['bounces.other.example'] } }],
  ['return_path', 'target_doubled', { [path]: { CNAME: ['bounces.engagex.example.shop.example'] } }],
  [
    'return_path',
    'cname_flattened',
    { [path]: { MX: ['10 mx.engagex.example'], TXT: ['v=spf1 ip4:198.51.100.9 -all'] } },
  ],
  [
    'return_path',
    'cname_beside_others',
    { [path]: { CNAME: ['bounces.engagex.example'], TXT: ['v=spf1 include:other.example -all'] } },
  ],
  ['return_path', 'wrong_type', { [path]: text('bounces.engagex.example') }],
  ['links', 'cname_proxied', { [`links.${name}`]: { A: ['203.0.113.7'] } }],
  ['dkim_s1', 'quotes_kept', { [s1]: text(`"${dkim}"`) }],
  ['dkim_s1', 'key_unusable', { [s1]: text(dkim.replace('k=rsa', 'k=ed25519')) }],
  ['dkim_s1', 'text_before', { [s1]: text(`3600 IN TXT ${dkim}`) }],
  ['dkim_s1', 'trailing_text', { [s1]: text(`${dkim}3600`) }],
  ['dkim_s1', 'pieces_swapped', { [s1]: text([dkim.slice(250), dkim.slice(0, 250)]) }],
  ['dkim_s1', 'cut_at_255', { [s1]: text(dkim.slice(0, 255), dkim.slice(255)) }],
  ['dkim_s1', 'plus_lost', { [s1]: text(dkim.replaceAll('+', ' ')) }],
  ['dkim_s1', 'invisible_characters', { [s1]: text(`${dkim.slice(0, 100)}\u200b${dkim.slice(100)}`) }],
  ['dkim_s1', 'invisible_characters', { [s1]: text(dkim.replaceAll('; ', ';\u00a0')) }],
  ['dkim_s1', 'html_entities', { [s1]: text(`&quot;${dkim}&quot;`) }],
  ['dkim_s1', 'html_entities', { [s1]: text(dkim.replaceAll(';', '&#59;')) }],
  ['dkim_s1', 'semicolons_lost', { [s1]: text(dkim.replaceAll(';', ',')) }],
  ['dkim_s1', 'case_changed', { [s1]: text(dkim.toUpperCase()) }],
  ['dkim_s1', 'wildcard', { [`*.${name}`]: { CNAME: ['parking.example'] } }, s1],
  ['links', 'wildcard', { [`*.${name}`]: { CNAME: ['parking.example'] } }, `links.${name}`],
  ['links', 'at_apex', { [name]: { CNAME: ['mail.engagex.example'] } }, `links.${name}`],
  ['links', 'name_too_short', { 'links.shop.example': { CNAME: ['mail.engagex.example'] } }, `links.${name}`],
  ['links', 'cname_elsewhere', { [`links.${name}`]: { CNAME: ['https://mail.engagex.example'] } }],
  ['links', 'wrong_type', { [`links.${name}`]: text('https://mail.engagex.example/') }],
  ['return_path', 'target_doubled', { [path]: { CNAME: ['bounces.engagex.example.dns-host.example'] } }],
  [
    'return_path',
    'cname_elsewhere',
    { [path]: { CNAME: ['loop.shop.example'] }, 'loop.shop.example': { CNAME: [path] } },
  ],
  [
    'return_path_mx',
    'target_doubled',
    relayed('v=spf1 ip4:198.51.100.7 -all', 'mx.relay.example.shop.example'),
    '',
    ownPath,
  ],
  ['return_path_mx', 'mx_elsewhere', relayed('v=spf1 ip4:198.51.100.7 -all', '198.51.100.7'), '', ownPath],
  ['return_path_mx', 'cname_elsewhere', { [path]: { CNAME: ['bounces.engagex.example'] } }, '', ownPath],
  ['return_path_spf', 'spf_without_us', relayed('v=spf1 -all ip4:198.51.100.7'), '', ownPath],
  ['return_path_spf', 'spaces_inside', relayed('v=spf1ip4:198.51.100.7 -all'), '', ownPath],
  ['return_path_spf', 'two_spf', relayed(['v=spf1 ip4:198.51.100.7 -all', 'v=spf1 mx -all']), '', ownPath],
  ['dmarc', 'name_doubled', { [`_dmarc.${name}.shop.example`]: text('v=DMARC1; p=none') }, `_dmarc.${name}`],
  ['dmarc', 'name_without_underscore', { [`dmarc.${name}`]: text('v=DMARC1; p=none') }, `_dmarc.${name}`],
  ['dmarc', 'at_apex', { [name]: text('v=DMARC1; p=none') }, `_dmarc.${name}`],
  ['dmarc', 'semicolons_lost', { [`_dmarc.${name}`]: text('v=DMARC1 p=none') }],
  ['ownership', 'quotes_kept', { [`_engagex.${name}`]: text(`'${valueOf('ownership')}'`) }],
  ['ownership', 'name_doubled', { [`_engagex.${name}.${name}`]: text(valueOf('ownership')) }, `_engagex.${name}`],
  ['ownership', 'other_value', { [`_engagex.${name}`]: text('engagex=k3n5') }],
];

test.each(planted)('%s with the fault %s is named', async (key, fault, change, removed, of) => {
  expect(await namedWith(change, removed, of)).toContain(`${key} ${fault}`);
});

test('an alias that leads on to the right name serves, and is named', async () => {
  const chain = {
    [path]: { CNAME: ['mailers.shop.example'] },
    'mailers.shop.example': { CNAME: ['bounces.engagex.example'] },
  };
  expect(await namedWith(chain)).toEqual(['return_path cname_chained']);
  const atHost = { [s1]: { CNAME: ['key.dns-host.example'] }, 'key.dns-host.example': text(dkim) };
  expect(await namedWith(atHost)).toEqual([]);
});

test('faults of SPF and DMARC are named where the policies are', async () => {
  expect(await namedWith({ [path]: text('v=spf1 -all', 'v=spf1 mx -all') })).toContain('two_spf');
  expect(await namedWith({ [`_dmarc.${name}`]: text('v=DMARC1; p=none', 'v=DMARC1; p=reject') })).toContain(
    'two_dmarc',
  );
  expect(await namedWith({ [`_dmarc.${name}`]: text('v=DMARC1; p=block') })).toContain('dmarc_invalid_policy');
  for (const record of ['v=DMARC1; p=reject; p=none', 'v=dmarc1; p=none', '"v=DMARC1; p=none"'])
    expect(await namedWith({ [`_dmarc.${name}`]: text(record) }), record).toContain('dmarc_invalid');
  expect(await namedWith({}, `_dmarc.${name}`)).toContain('dmarc_missing');
  expect(await namedWith({ '_dmarc.shop.example': text('v=DMARC1; p=reject') }, `_dmarc.${name}`)).toEqual([]);
});

test('every fault has words that say what to do', () => {
  for (const [, fault] of planted) {
    const record = { type: 'TXT', name: s1, nameInZone: 's1._domainkey.news', value: dkim, domain: name, found: null };
    expect(wordsForFault(fault, record), fault).toMatch(/^\S.{30,}\.$/);
  }
});
