import { afterAll, beforeAll, expect, test } from 'vitest';
import { type DnsZones, startDnsZones } from '../testing/dns-zones.ts';
import { NodeDns } from './node-dns.ts';

const key = `v=DKIM1; k=rsa; p=${'k'.repeat(392)}`;
const delegation = { 'shop.example': { NS: ['ns.host.example'] }, 'ns.host.example': { A: ['127.0.0.1'] } };
const limits = { queries: 50, milliseconds: 10_000 };

/** What resolvers of the world know, and what the name servers of shop.example do. */
let [resolver, authority]: [DnsZones, DnsZones] = [null!, null!];
let dns: NodeDns;
beforeAll(async () => {
  resolver = await startDnsZones({ ...delegation, 'below.shop.example': { TXT: ['from the zone below'] } });
  authority = await startDnsZones({
    ...delegation,
    's1._domainkey.shop.example': { TXT: [key] },
    'two.shop.example': { TXT: [['first ', 'second'], 'other'] },
    'alias.shop.example': { CNAME: ['target.shop.example'] },
    'capitals.shop.example': { CNAME: ['Target.Shop.example'] },
    'target.shop.example': { A: ['192.0.2.7'] },
    'mail.shop.example': { MX: ['20 b.example', '10 a.example'] },
  });
  dns = dnsWith({ authoritativePort: authority.port });
});
afterAll(() => Promise.all([resolver.close(), authority.close()]));

function dnsWith(options: { authoritativePort: number; allowsPrivate?: boolean }) {
  return new NodeDns([resolver.address], { allowsPrivate: true, timeoutMs: 100, ...options });
}

async function inquiryOfShop(from = dns, within = limits) {
  const inquiry = from.inquire(within);
  const zone = await inquiry.zoneOf('shop.example');
  return { inquiry, zone };
}

test('what its name servers know counts, though a resolver still says that there is nothing', async () => {
  const { inquiry, zone } = await inquiryOfShop();
  expect(zone).toEqual({ kind: 'found', zone: 'shop.example', nameServers: ['ns.host.example'] });
  expect(await inquiry.ask('s1._domainkey.shop.example', 'TXT')).toEqual({
    kind: 'found',
    records: [[key.slice(0, 255), key.slice(255)]],
  });
  const alone = dns.inquire(limits);
  expect(await alone.ask('s1._domainkey.shop.example', 'TXT')).toEqual({ kind: 'none', exists: false });
});

test('every type of record comes in one spelling, and aliases are followed', async () => {
  const { inquiry } = await inquiryOfShop();
  const recordsOf = async (name: string, type: 'TXT' | 'CNAME' | 'A' | 'MX') => {
    const reply = await inquiry.ask(name, type);
    return reply.kind === 'found' ? reply.records : reply;
  };
  expect(await recordsOf('two.shop.example', 'TXT')).toEqual([['first ', 'second'], ['other']]);
  expect(await recordsOf('capitals.shop.example', 'CNAME')).toEqual(['target.shop.example']);
  expect(await recordsOf('alias.shop.example', 'CNAME')).toEqual(['target.shop.example']);
  expect(await recordsOf('alias.shop.example', 'A')).toEqual(['192.0.2.7']);
  expect(await recordsOf('mail.shop.example', 'MX')).toHaveLength(2);
  expect(await recordsOf('mail.shop.example', 'TXT')).toEqual({ kind: 'none', exists: true });
});

test('a zone below that its own servers only refer to is found through the resolver', async () => {
  const { inquiry } = await inquiryOfShop();
  expect(await inquiry.ask('below.shop.example', 'TXT')).toEqual({ kind: 'found', records: [['from the zone below']] });
  expect(await inquiry.glance('below.shop.example', 'TXT')).toEqual({ kind: 'none', exists: false });
});

test('the resolver answers where the servers of the zone do not, or must not be asked', async () => {
  const closed = await startDnsZones({});
  await closed.close();
  for (const other of [
    dnsWith({ authoritativePort: closed.port }),
    dnsWith({ authoritativePort: authority.port, allowsPrivate: false }),
  ]) {
    const { inquiry } = await inquiryOfShop(other);
    expect(await inquiry.ask('below.shop.example', 'TXT')).toMatchObject({ kind: 'found' });
    expect(await inquiry.ask('s1._domainkey.shop.example', 'TXT')).toEqual({ kind: 'none', exists: false });
  }
});

test.each(['servfail', 'refused', 'silence'] as const)(
  '%s is no answer, and never “there is nothing”',
  async (mishap) => {
    for (const { mishaps } of [resolver, authority]) mishaps.set('s1._domainkey.shop.example', mishap);
    const { inquiry } = await inquiryOfShop();
    expect((await inquiry.ask('s1._domainkey.shop.example', 'TXT')).kind).toBe('unreachable');
    resolver.mishaps.set('shop.example', mishap);
    expect((await inquiryOfShop()).zone.kind).toBe('unreachable');
    for (const { mishaps } of [resolver, authority]) mishaps.clear();
  },
);

test('a domain that nobody has set up has no zone', async () => {
  expect(await dns.inquire(limits).zoneOf('nobody.example')).toEqual({ kind: 'none' });
});

test('an inquiry asks each question once and stops at its limits', async () => {
  const { inquiry } = await inquiryOfShop();
  const before = inquiry.queries;
  for (let n = 0; n < 5; n += 1) await inquiry.ask('two.shop.example', 'TXT');
  expect(inquiry.queries).toBe(before + 1);
  const { inquiry: short } = await inquiryOfShop(dns, { queries: 3, milliseconds: 10_000 });
  await short.ask('two.shop.example', 'TXT');
  expect(await short.ask('mail.shop.example', 'MX')).toEqual({ kind: 'unreachable', because: 'too many questions' });
  expect((await dns.inquire({ queries: 9, milliseconds: 0 }).ask('two.shop.example', 'TXT')).kind).toBe('unreachable');
});
