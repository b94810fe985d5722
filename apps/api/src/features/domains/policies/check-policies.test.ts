import { afterAll, beforeAll, beforeEach, expect, test } from 'vitest';
import { NodeDns } from '../../../adapters/node-dns.ts';
import { type DnsZones, startDnsZones, type Zones } from '../../../testing/dns-zones.ts';
import { checkDmarc } from './check-dmarc.ts';
import { checkSpf } from './check-spf.ts';

let server: DnsZones;
let dns: NodeDns;
beforeAll(async () => {
  server = await startDnsZones({});
  dns = new NodeDns([server.address], { timeoutMs: 100 });
});
afterAll(() => server.close());

beforeEach(() => {
  for (const name of Object.keys(server.zones)) delete server.zones[name];
  server.mishaps.clear();
  server.asked.length = 0;
});
const publish = (zones: Zones) => void Object.assign(server.zones, zones);
const inquiry = () => dns.inquire({ queries: 100, milliseconds: 10_000 });
const spfOf = (name: string) => checkSpf(name, inquiry());
const dmarcOf = (name: string) => checkDmarc(name, inquiry());
const txt = (...records: string[]) => ({ TXT: records });

test('lookups of SPF are counted over everything that is included, and those of mail hosts are not', async () => {
  publish({
    'shop.example': txt('v=spf1 include:a.example mx ip4:192.0.2.1 -all'),
    'a.example': txt('v=spf1 include:b.example a:host.example ?all'),
    'b.example': txt('v=spf1 ip6:2001:db8::/32 exists:%{i}.list.example -all'),
    'host.example': { A: ['198.51.100.1'] },
    'mail.shop.example': { A: ['198.51.100.2'] },
  });
  server.zones['shop.example'] = { ...server.zones['shop.example'], MX: ['10 mail.shop.example'] };
  expect(await spfOf('shop.example')).toMatchObject({ lookups: 5, voidLookups: 1, faults: [] });
});

test('more than ten lookups are too many, and the number is told', async () => {
  const included = Array.from({ length: 13 }, (_, n) => `i${n}.example`);
  publish(Object.fromEntries(included.map((name) => [name, txt('v=spf1 -all')])));
  publish({ 'shop.example': txt(`v=spf1 ${included.map((name) => `include:${name}`).join(' ')} -all`) });
  expect(await spfOf('shop.example')).toMatchObject({ lookups: 13, faults: ['spf_too_many_lookups'] });
  publish({ 'void.example': txt('v=spf1 a:x.example a:y.example a:z.example -all') });
  expect(await spfOf('void.example')).toMatchObject({ voidLookups: 3, faults: ['spf_too_many_lookups'] });
});

test('two records, none, and one that cannot be read are told apart; without an answer nothing is said', async () => {
  publish({
    'two.example': txt('v=spf1 -all', 'v=spf1 mx -all'),
    'none.example': txt('v=spf10', 'hello'),
    'wrong.example': txt('v=spf1 include -all'),
    'loop.example': txt('v=spf1 include:loop.example -all'),
  });
  expect((await spfOf('two.example'))?.faults).toEqual(['two_spf']);
  expect((await spfOf('none.example'))?.faults).toEqual(['spf_missing']);
  expect((await spfOf('wrong.example'))?.faults).toEqual(['spf_invalid']);
  expect((await spfOf('loop.example'))?.faults).toEqual(['spf_too_many_lookups']);
  server.mishaps.set('wrong.example', 'servfail');
  expect(await spfOf('wrong.example')).toBeNull();
});

test('a policy is inherited from the domain above, with what it says of domains below', async () => {
  publish({
    '_dmarc.shop.example': txt('v=DMARC1; p=reject; sp=quarantine; np=none'),
    'news.shop.example': { A: ['192.0.2.1'] },
  });
  const inherited = { at: '_dmarc.shop.example', isInherited: true, organizationalDomain: 'shop.example' };
  expect(await dmarcOf('news.shop.example')).toMatchObject({ ...inherited, policy: 'quarantine', faults: [] });
  expect(await dmarcOf('nothing.shop.example')).toMatchObject({ ...inherited, policy: 'none' });
  expect(await dmarcOf('shop.example')).toMatchObject({ isInherited: false, policy: 'reject' });
});

test('a record of its own makes no organizational domain of a domain whose parent has one', async () => {
  publish({ '_dmarc.news.shop.example': txt('v=DMARC1; p=none'), '_dmarc.shop.example': txt('v=DMARC1; p=reject') });
  expect(await dmarcOf('news.shop.example')).toMatchObject({ policy: 'none', organizationalDomain: 'shop.example' });
  delete server.zones['_dmarc.shop.example'];
  // A signature of shop.example would no longer vouch for it: only the exact domain does.
  expect(await dmarcOf('news.shop.example')).toMatchObject({
    policy: 'none',
    organizationalDomain: 'news.shop.example',
  });
});

test('psd tags end the walk', async () => {
  publish({
    '_dmarc.example': txt('v=DMARC1; p=reject; psd=y'),
    '_dmarc.shop.example': txt('v=DMARC1; p=none'),
    '_dmarc.own.shop.example': txt('v=DMARC1; p=none; psd=n'),
  });
  expect((await dmarcOf('a.own.shop.example'))?.organizationalDomain).toBe('own.shop.example');
  expect((await dmarcOf('a.shop.example'))?.organizationalDomain).toBe('shop.example');
  expect(await dmarcOf('other.example')).toMatchObject({ at: '_dmarc.example', organizationalDomain: 'other.example' });
});

test('a long name is walked with eight questions at most', async () => {
  const name = `${'abcdefghijkl'.split('').join('.')}.shop.example`;
  expect(await dmarcOf(name)).toMatchObject({ policy: null, faults: ['dmarc_missing'] });
  const walked = new Set(server.asked.filter((question) => question.startsWith('TXT _dmarc.')));
  expect(walked).toContain('TXT _dmarc.example');
  expect(walked.size).toBeLessThanOrEqual(8);
});

test.each([
  ['two records', ['v=DMARC1; p=reject', 'v=DMARC1; p=none'], null, ['two_dmarc']],
  ['an invalid policy', ['v=DMARC1; p=block'], null, ['dmarc_invalid_policy']],
  ['no policy, but reports', ['v=DMARC1; rua=mailto:d@shop.example'], 'none', ['dmarc_invalid_policy']],
  ['a tag twice', ['v=DMARC1; p=none; p=reject'], null, ['dmarc_invalid']],
  ['another beginning', ['p=reject; v=DMARC1'], null, ['dmarc_invalid']],
  ['tags nobody knows', ['v=DMARC1; p=reject; pct=0; rf=afrf; shiny=yes'], 'reject', []],
  ['another text beside it', ['hello', 'v=DMARC1;p=quarantine'], 'quarantine', []],
] as const)('%s at _dmarc is what receivers make of it', async (_what, records, policy, faults) => {
  publish({ '_dmarc.shop.example': txt(...records) });
  const checked = await dmarcOf('shop.example');
  expect([checked?.policy, checked?.faults]).toEqual([policy, faults]);
});

test('t=y is told, and no answer is no missing policy', async () => {
  publish({ '_dmarc.shop.example': txt('v=DMARC1; p=reject; t=y; aspf=s') });
  expect(await dmarcOf('shop.example')).toMatchObject({ policy: 'reject', isTesting: true, isStrictSpf: true });
  server.mishaps.set('_dmarc.shop.example', 'servfail');
  expect(await dmarcOf('shop.example')).toBeNull();
  expect(await dmarcOf('news.shop.example')).toBeNull();
});
