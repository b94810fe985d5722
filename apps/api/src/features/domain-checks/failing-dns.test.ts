import { afterAll, afterEach, beforeAll, expect, test } from 'vitest';
import { domainsRoutes, type DomainView } from '@engagex/domain/domains';
import { runInScope } from '@engagex/tenancy';
import { NodeDns } from '../../adapters/node-dns.ts';
import { Dns } from '../../ports/dns.ts';
import { type DnsZones, startDnsZones, type Zones } from '../../testing/dns-zones.ts';
import { verifiedDomain } from '../../testing/domains.ts';
import { sized } from '../../testing/size.ts';
import { startTestApi, type TestApi, type TestMember } from '../../testing/test-api.ts';
import { RunDomainCheck } from './run-domain-check.ts';

/** Of each kind of failure, for each state of a domain: 54 checks in the suite, 216 in a soak. */
const times = sized(3, 12);

const zones: Zones = { 'ns.host.example': { A: ['127.0.0.1', '127.0.0.2'] } };
let [resolver, first, second]: [DnsZones, DnsZones, DnsZones] = [null!, null!, null!];
let api: TestApi;
let owner: TestMember;
/** In the three states that a check may change. */
let domains: readonly DomainView[];

beforeAll(async () => {
  resolver = await startDnsZones(zones);
  first = await startDnsZones(zones);
  second = await startDnsZones(zones, { host: '127.0.0.2', port: first.port });
  api = await startTestApi({ settings: { DNS_SERVERS: resolver.address } });
  const impatient = new NodeDns([resolver.address], {
    timeoutMs: 10,
    allowsPrivate: true,
    authoritativePort: first.port,
  });
  api.app.get(Dns).inquire = (limits) =>
    impatient.inquire({ ...limits, milliseconds: Math.min(limits.milliseconds, 500) });
  owner = await api.newOrganization();
  const verified = await verifiedDomain({ dns: resolver, check }, owner, 'verified.example');
  const degraded = await verifiedDomain({ dns: resolver, check }, owner, 'degraded.example');
  delete zones[`_engagex.${degraded.domain}`];
  await check(owner, degraded.id);
  const pending = await owner.call(domainsRoutes.create, { domain: 'pending.example' });
  zones['pending.example'] = { NS: ['ns.host.example'] };
  await check(owner, pending.id);
  domains = await Promise.all([verified, degraded, pending].map(({ id }) => owner.call(domainsRoutes.get, { id })));
  const states = domains.map(({ state }) => state).join();
  if (states !== 'verified,degraded,pending') throw new Error(`The domains begin as ${states}.`);
});
afterAll(() => Promise.all([api.close(), resolver.close(), first.close(), second.close()]));
afterEach(() => {
  for (const { mishaps } of [resolver, first, second]) mishaps.clear();
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

const latestCheckOf = async ({ id }: DomainView) =>
  (
    await api.owner.query<{ id: string }>(
      'select id from domain_checks where domain_id = $1 order by id desc limit 1',
      [id],
    )
  ).rows[0]?.id;

/** What people see and are told of a domain. */
async function told({ id }: DomainView) {
  const { state, stateSince, keys, checkedAt } = await owner.call(domainsRoutes.get, { id });
  const { rows } = await api.owner.query('select kind, state from notifications where object_id = $1 order by id', [
    id,
  ]);
  return { state, stateSince, keys, checkedAt, notifications: rows };
}

type Mishap = Parameters<DnsZones['mishaps']['set']>[1];

test.each<[Mishap, Mishap]>([
  ['servfail', 'servfail'],
  ['refused', 'refused'],
  ['silence', 'silence'],
  ['truncated', 'truncated'],
  ['wrong id', 'wrong id'],
  ['lame', 'servfail'],
])(
  `${times} checks in vain of each domain move none and tell nobody: its name servers %s, the resolver %s`,
  async (own, others) => {
    const before = await Promise.all(domains.map(told));
    const done = new Set(await Promise.all(domains.map(latestCheckOf)));
    const begun = done.size;
    for (const { mishaps } of [first, second]) mishaps.set('*', own);
    resolver.mishaps.set('*', others);
    // Of a lame delegation the resolver still knows where it leads.
    if (own === 'lame') for (const name of ['ns.host.example', ...domains.map(({ domain }) => domain)]) pass(name);
    for (let n = 0; n < times; n += 1) {
      await Promise.all(domains.map(({ id }) => check(owner, id)));
      for (const domain of domains) done.add(await latestCheckOf(domain));
    }
    expect(await Promise.all(domains.map(told))).toEqual(before);
    expect(done.size - begun).toBe(times * domains.length);
  },
  sized(60_000, 600_000),
);

function pass(name: string): void {
  resolver.mishaps.set(name, 'none');
}

test('a name server that lags behind and says that a name does not exist takes nothing away that another one has', async () => {
  const [verified] = domains as [DomainView];
  const { checkedAt, keys: _, ...before } = await told(verified);
  for (const { mishaps } of [resolver, first]) {
    mishaps.set('*', 'nxdomain');
    for (const name of ['ns.host.example', verified.domain]) mishaps.set(name, 'none');
  }
  await check(owner, verified.id);
  const { checkedAt: after, keys, ...now } = await told(verified);
  expect(now).toEqual(before);
  expect(keys.map(({ state }) => state)).toEqual(['signing', 'ready']);
  expect(after).not.toBe(checkedAt);
  expect(second.asked).toContain('TXT _engagex.verified.example');
});
