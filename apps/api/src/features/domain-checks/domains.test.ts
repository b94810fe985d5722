import { randomUUID } from 'node:crypto';
import { afterAll, beforeAll, expect, test } from 'vitest';
import { dnsPageRoutes, domainsRoutes, type DomainView } from '@engagex/domain/domains';
import { runInScope } from '@engagex/tenancy';
import { chanceOf, seed } from '../../testing/chance.ts';
import { type DnsZones, startDnsZones } from '../../testing/dns-zones.ts';
import { publishRecords, verifiedDomain } from '../../testing/domains.ts';
import { startTestApi, type TestApi, type TestMember } from '../../testing/test-api.ts';
import { RunDomainCheck } from './run-domain-check.ts';

let dns: DnsZones;
let api: TestApi;
beforeAll(async () => {
  dns = await startDnsZones({
    'bounces.engagex.example': { MX: ['10 mx.engagex.example'], TXT: ['v=spf1 ip4:198.51.100.9 -all'] },
    'mail.engagex.example': { A: ['198.51.100.8'] },
  });
  api = await startTestApi({
    settings: {
      DNS_SERVERS: dns.address,
      BOUNCE_HOST: 'bounces.engagex.example',
      PUBLIC_URL: 'https://mail.engagex.example',
    },
  });
});
afterAll(() => Promise.all([api.close(), dns.close()]));

const pageOf = (token: string) => api.asService(dnsPageRoutes.get, { token });

let count = 0;
const newName = () => `shop${(count += 1)}.example`;

/** Runs the check that is due, as the worker would. */
async function check({ organizationId }: TestMember, id: string): Promise<void> {
  await api.owner.query(`update domains set next_check_at = now() - interval '1 second' where id = $1`, [id]);
  await runInScope({ organizationId, actor: { kind: 'system', name: 'test' } }, () =>
    api.app.get(RunDomainCheck).run(id),
  );
}
const checked = async (member: TestMember, { id }: DomainView) => {
  await check(member, id);
  return member.call(domainsRoutes.get, { id });
};
const verified = (member: TestMember, name: string) => verifiedDomain({ dns, check }, member, name);
const pass = (id: string, column: string, hours: number) =>
  api.owner.query(`update domains set ${column} = ${column} - make_interval(hours => $2) where id = $1`, [id, hours]);
const standingsOf = ({ records }: DomainView) => records.map(({ key, standing }) => `${key} ${standing}`);
async function told(domainId: string): Promise<string[]> {
  const { rows } = await api.owner.query<{ told: string }>(
    `select n.kind || ' ' || m.role as told from notifications n join memberships m using (organization_id, user_id)
     where n.object_id = $1 and n.state <> 'dropped' order by n.id, m.role`,
    [domainId],
  );
  return rows.map((row) => row.told);
}

test('a domain is added with its records, and verified when the needed ones are found', async () => {
  const owner = await api.newOrganization();
  const domain = newName();
  const added = await owner.call(domainsRoutes.create, { domain: domain.toUpperCase() });
  expect(added).toMatchObject({ domain, state: 'pending', isSigned: false, checkedAt: null, isChecking: true });
  expect(standingsOf(added)).toEqual([
    'ownership unchecked',
    'dkim_s1 unchecked',
    'dkim_s2 unchecked',
    'return_path unchecked',
    'dmarc unchecked',
    'links unchecked',
  ]);
  publishRecords(dns, added, 'ownership');
  expect(await checked(owner, added)).toMatchObject({ state: 'pending', isChecking: false });
  publishRecords(dns, added);
  const found = await checked(owner, added);
  expect(found).toMatchObject({ state: 'verified', isSigned: true, problem: null, zone: domain });
  expect(new Set(found.records.map(({ standing }) => standing))).toEqual(new Set(['published']));
  expect(found.keys.map(({ selector, state }) => [selector, state])).toEqual([
    ['s1', 'signing'],
    ['s2', 'published'],
  ]);
  expect(found.returnPath).toMatchObject({ kind: 'installation', host: `bounces.${domain}`, isUsable: true });
  expect(found.spf).toMatchObject({ lookups: 0, faults: [] });
  expect(found.dmarc).toMatchObject({ policy: 'none', isInherited: false, isDkimAligned: true, isSpfAligned: true });
  const { items } = await owner.call(domainsRoutes.checks, { id: added.id });
  expect(items.map(({ verdict, state }) => [verdict, state])).toEqual([
    ['found', 'verified'],
    ['missing', 'pending'],
  ]);
  expect((await owner.call(domainsRoutes.list)).items).toMatchObject([{ domain, required: 2, published: 2 }]);
});

test('private keys are sealed, and of the right kind', async () => {
  const owner = await api.newOrganization();
  const { id, records } = await owner.call(domainsRoutes.create, { domain: newName() });
  const { rows } = await api.owner.query<{ box: Buffer }>(
    'select private_key_encrypted as box from domain_keys where domain_id = $1',
    [id],
  );
  expect(rows).toHaveLength(2);
  for (const { box } of rows) expect(box.toString('latin1')).not.toContain('PRIVATE KEY');
  const key = records.find((record) => record.key === 'dkim_s1')!;
  expect(key.value).toMatch(/^v=DKIM1; k=rsa; p=MIIBIjANBgkqhkiG9w0B[A-Za-z0-9+/]+IDAQAB$/);
  expect(key.strings.join('')).toBe(key.value);
});

test.each([
  ['co.uk', 'domain.public-suffix'],
  ['github.io', 'domain.public-suffix'],
  ['gmail.com', 'domain.freemail'],
  ['yahoo.co.jp', 'domain.freemail'],
  ['engagex.example', 'domain.reserved'],
  ['news.engagex.example', 'domain.reserved'],
  ['no domain', 'input.invalid'],
  ['a..example', 'input.invalid'],
])('%s is refused with %s', async (domain, code) => {
  const owner = await api.newOrganization();
  await expect(owner.call(domainsRoutes.create, { domain })).rejects.toMatchObject({ status: 400, problem: { code } });
});

test('an umlaut domain is kept as DNS knows it and shown as people read it; nobody adds one twice', async () => {
  const owner = await api.newOrganization();
  const added = await owner.call(domainsRoutes.create, { domain: 'Bücher-Müller.example' });
  expect(added).toMatchObject({ domain: 'xn--bcher-mller-thbg.example', displayName: 'bücher-müller.example' });
  await expect(owner.call(domainsRoutes.create, { domain: added.domain })).rejects.toMatchObject({
    problem: { code: 'domain.exists' },
  });
});

test('a record that is gone degrades a domain; it fails after 72 hours, and whom it concerns is told once each time', async () => {
  const owner = await api.newOrganization();
  const admin = await api.newMember(owner.organizationId, 'admin');
  await api.newMember(owner.organizationId, 'campaign_manager');
  const domain = await verified(admin, newName());
  const key = `s1._domainkey.${domain.domain}`;
  const other = `s2._domainkey.${domain.domain}`;
  const kept = [dns.zones[key]!, dns.zones[other]!];
  delete dns.zones[key];
  delete dns.zones[other];
  const degraded = await checked(owner, domain);
  expect(degraded).toMatchObject({ state: 'degraded', isSigned: true });
  expect(degraded.problem).toBe(`The TXT record at ${key} is missing.`);
  await checked(owner, domain);
  expect(await told(domain.id)).toEqual(['domain_degraded owner', 'domain_degraded admin']);
  await pass(domain.id, 'state_since', 72);
  expect(await checked(owner, domain)).toMatchObject({ state: 'failed', isSigned: false });
  await checked(owner, domain);
  expect(await told(domain.id)).toEqual(['domain_failed owner', 'domain_failed admin']);
  [dns.zones[key], dns.zones[other]] = kept as [object, object];
  expect(await checked(owner, domain)).toMatchObject({ state: 'verified', isSigned: true, problem: null });
  expect(await told(domain.id)).toEqual(['domain_mended owner', 'domain_mended admin']);
});

test('a domain whose records are never published is given up after 72 hours, and found when they are later', async () => {
  const owner = await api.newOrganization();
  const added = await owner.call(domainsRoutes.create, { domain: newName() });
  await pass(added.id, 'state_since', 72);
  expect(await checked(owner, added)).toMatchObject({ state: 'failed' });
  publishRecords(dns, added);
  expect(await checked(owner, added)).toMatchObject({ state: 'verified' });
});

test('201 checks that get no answer change no state, whatever the state is', async () => {
  const owner = await api.newOrganization();
  const domains = [await verified(owner, newName()), await owner.call(domainsRoutes.create, { domain: newName() })];
  const degraded = await verified(owner, newName());
  delete dns.zones[`_engagex.${degraded.domain}`];
  domains.push(await checked(owner, degraded));
  const before = await Promise.all(domains.map(({ id }) => owner.call(domainsRoutes.get, { id })));
  expect(before.map(({ state }) => state)).toEqual(['verified', 'pending', 'degraded']);
  dns.mishaps.set('*', 'servfail');
  const checks = async ({ id }: DomainView) => {
    for (let n = 0; n < 67; n += 1) await check(owner, id);
  };
  await Promise.all(domains.map(checks));
  dns.mishaps.clear();
  const after = await Promise.all(domains.map(({ id }) => owner.call(domainsRoutes.get, { id })));
  const kept = ({ state, stateSince, keys, checkedAt }: DomainView) => ({ state, stateSince, keys, checkedAt });
  expect(after.map(kept)).toEqual(before.map(kept));
  expect(after.every(({ unreachableSince }) => unreachableSince !== null)).toBe(true);
  expect(await checked(owner, domains[0]!)).toMatchObject({ state: 'verified', unreachableSince: null });
});

test(`of 200 claims by 20 organizations at once, one gets the domain (seed ${seed})`, async () => {
  const chance = chanceOf('claims');
  const name = newName();
  const owners = await Promise.all(Array.from({ length: 20 }, () => api.newOrganization()));
  const added = await Promise.all(owners.map((owner) => owner.call(domainsRoutes.create, { domain: name })));
  publishRecords(dns, added[0]!);
  dns.zones[`_engagex.${name}`] = {
    TXT: added.map(({ records }) => records.find(({ key }) => key === 'ownership')!.value),
  };
  // One selector holds one key, so for once all of them have the same.
  await api.owner.query(
    `update domain_keys k set public_key = f.public_key from domain_keys f
     where f.domain_id = $1 and f.selector = k.selector and k.domain_id = any ($2)`,
    [added[0]!.id, added.map(({ id }) => id)],
  );
  await Promise.all(
    Array.from({ length: 200 }, async () => {
      const n = chance.between(0, 19);
      await check(owners[n]!, added[n]!.id);
    }),
  );
  const states = await Promise.all(owners.map((owner, n) => owner.call(domainsRoutes.get, { id: added[n]!.id })));
  const having = states.filter(({ state }) => state === 'verified' || state === 'degraded');
  expect(having).toHaveLength(1);
  expect(states.filter(({ claim }) => claim?.kind === 'waiting').length).toBeLessThanOrEqual(1);
});

test('a domain is taken over by a new proof that stands for 72 hours, and not back by the old one', async () => {
  const [first, second] = [await api.newOrganization(), await api.newOrganization()];
  const had = await verified(first, newName());
  const claimed = await second.call(domainsRoutes.create, { domain: had.domain });
  publishRecords(dns, claimed);
  const waiting = await checked(second, claimed);
  expect(waiting).toMatchObject({ state: 'pending', claim: { kind: 'waiting' }, isSigned: false });
  expect(await first.call(domainsRoutes.get, { id: had.id })).toMatchObject({
    state: 'verified',
    claim: { kind: 'leaving', at: waiting.claim?.at },
  });
  expect(await told(had.id)).toEqual(['domain_claimed owner']);
  expect(await checked(second, claimed)).toMatchObject({ state: 'pending', claim: waiting.claim });

  await pass(had.id, 'leaves_at', 73);
  expect(await checked(second, claimed)).toMatchObject({ state: 'verified', claim: null, isSigned: true });
  expect(await first.call(domainsRoutes.get, { id: had.id })).toMatchObject({
    state: 'failed',
    claim: { kind: 'taken' },
  });
  expect(await told(had.id)).toEqual(['domain_lost owner']);
  dns.zones[`_engagex.${had.domain}`]!.TXT = [claimed, had].map(
    ({ records }) => records.find(({ key }) => key === 'ownership')!.value,
  );
  publishRecords(dns, had, 'dkim_s1', 'dkim_s2');
  expect(await checked(first, had)).toMatchObject({ state: 'failed', claim: { kind: 'taken' } });
});

test('a claim whose proof is removed in time leaves the domain where it is', async () => {
  const [first, second] = [await api.newOrganization(), await api.newOrganization()];
  const had = await verified(first, newName());
  const claimed = await second.call(domainsRoutes.create, { domain: had.domain });
  publishRecords(dns, claimed);
  await checked(second, claimed);
  publishRecords(dns, had);
  expect(await checked(second, claimed)).toMatchObject({ state: 'pending', claim: null });
  expect(await first.call(domainsRoutes.get, { id: had.id })).toMatchObject({ state: 'verified', claim: null });
});

test('a claim that its organization gave up is forgotten, and another one can claim', async () => {
  const [first, second, third] = await Promise.all([1, 2, 3].map(() => api.newOrganization()));
  const had = await verified(first!, newName());
  const claimed = await second!.call(domainsRoutes.create, { domain: had.domain });
  publishRecords(dns, claimed);
  await checked(second!, claimed);
  await second!.call(domainsRoutes.delete, { id: claimed.id });
  await pass(had.id, 'leaves_at', 72 + 25);
  publishRecords(dns, had);
  expect(await checked(first!, had)).toMatchObject({ state: 'verified', claim: null });
  const other = await third!.call(domainsRoutes.create, { domain: had.domain });
  publishRecords(dns, other);
  expect(await checked(third!, other)).toMatchObject({ claim: { kind: 'waiting' } });
});

test('deleting a domain ends its keys and frees the name', async () => {
  const [first, second] = [await api.newOrganization(), await api.newOrganization()];
  const had = await verified(first, newName());
  await first.call(domainsRoutes.delete, { id: had.id });
  await expect(first.call(domainsRoutes.get, { id: had.id })).rejects.toMatchObject({ status: 404 });
  const { rows } = await api.owner.query('select private_key_encrypted as box from domain_keys where domain_id = $1', [
    had.id,
  ]);
  expect(rows.map(({ box }) => box)).toEqual([null, null]);
  expect(await verified(second, had.domain)).toMatchObject({ state: 'verified' });
});

test('keys rotate when asked: the other one signs, the old record is kept a week, then there is a new pair', async () => {
  const owner = await api.newOrganization();
  const domain = await verified(owner, newName());
  await checked(owner, domain);
  await owner.call(domainsRoutes.rotateKey, { id: domain.id });
  const statesOf = ({ keys }: DomainView) => keys.map(({ selector, state }) => `${selector} ${state}`);
  const rotated = await checked(owner, domain);
  expect(statesOf(rotated)).toEqual(['s1 retired', 's2 signing']);
  expect(rotated.keys[0]!.removableAt).not.toBeNull();
  await api.owner.query(`update domain_keys set retired_at = retired_at - interval '7 days' where domain_id = $1`, [
    domain.id,
  ]);
  expect(statesOf(await checked(owner, domain))).toEqual(['s1 published', 's1 removable', 's2 signing']);
  const next = await checked(owner, domain);
  const s1 = next.records.find(({ key }) => key === 'dkim_s1')!;
  expect(next.state).toBe('verified');
  expect([s1.standing, s1.faults[0]?.code]).toEqual(['wrong', 'old_key']);
});

test('a return path of one’s own needs an MX and an SPF record, and one whose name is in use gets another name', async () => {
  const owner = await api.newOrganization();
  const added = await owner.call(domainsRoutes.create, { domain: newName() });
  dns.zones[`bounces.${added.domain}`] = { CNAME: ['u1.wl.sendgrid.example'] };
  expect((await checked(owner, added)).returnPath.host).toBe(`email-bounces.${added.domain}`);
  const returnPath = { kind: 'own', mailServer: 'mx.relay.example', spf: 'include:relay.example' } as const;
  const own = await owner.call(domainsRoutes.setReturnPath, { id: added.id, returnPath });
  expect(
    own.records.filter(({ purpose }) => purpose === 'return_path').map(({ type, value }) => [type, value]),
  ).toEqual([
    ['MX', 'mx.relay.example'],
    ['TXT', 'v=spf1 include:relay.example -all'],
  ]);
  dns.zones['relay.example'] = { TXT: ['v=spf1 ip4:192.0.2.1 -all'] };
  publishRecords(dns, own);
  expect(await checked(owner, added)).toMatchObject({
    returnPath: { isUsable: true },
    spf: { lookups: 1, faults: [] },
  });
});

test('whoever has the link sees the records and nothing else, until it is revoked', async () => {
  const owner = await api.newOrganization();
  const added = await owner.call(domainsRoutes.create, { domain: newName() });
  const { link } = await owner.call(domainsRoutes.createLink, { id: added.id });
  const token = link!.url.replace('https://mail.engagex.example/dns/', '');
  const page = await pageOf(token);
  expect(page).toMatchObject({ domain: added.domain, state: 'pending', isChecking: true, askAgainAfter: 5 });
  expect(page.records).toEqual(added.records);
  expect(JSON.stringify(page)).not.toContain(added.id);
  expect((await owner.call(domainsRoutes.get, { id: added.id })).link?.openedAt).not.toBeNull();
  await check(owner, added.id);
  expect((await pageOf(token)).isChecking).toBe(false);

  const editor = await api.newMember(owner.organizationId, 'editor');
  expect((await editor.call(domainsRoutes.get, { id: added.id })).link).toBeNull();
  const gone = { status: 404, problem: { code: 'domain.link-expired' } };
  const wrong = [`${token.slice(0, -2)}AA`, '', randomUUID(), 'x'.repeat(200)].filter(Boolean);
  for (const each of wrong) await expect(pageOf(each)).rejects.toMatchObject(gone);
  await owner.call(domainsRoutes.createLink, { id: added.id });
  await expect(pageOf(token)).rejects.toMatchObject(gone);
  const revoked = await owner.call(domainsRoutes.revokeLink, { id: added.id });
  expect(revoked.link).toBeNull();
});
