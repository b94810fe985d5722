import { afterAll, beforeAll, expect, test } from 'vitest';
import { domainsRoutes, type DomainView } from '@engagex/domain/domains';
import { runInScope } from '@engagex/tenancy';
import { Queues } from '../../platform/queues.ts';
import { type DnsZones, startDnsZones } from '../../testing/dns-zones.ts';
import { verifiedDomain } from '../../testing/domains.ts';
import { sized } from '../../testing/size.ts';
import { startTestApi, type TestApi, type TestMember } from '../../testing/test-api.ts';
import { domainsQueue } from '../domains/index.ts';

let dns: DnsZones;
let api: TestApi;
let owner: TestMember;
beforeAll(async () => {
  dns = await startDnsZones({});
  api = await startTestApi({ work: true, settings: { DNS_SERVERS: dns.address } });
  owner = await api.newOrganization();
});
afterAll(() => Promise.all([api.close(), dns.close()]));

/** Has the worker check it now. */
async function check({ organizationId }: TestMember, id: string): Promise<void> {
  await api.owner.query(
    `update domains set next_check_at = now() - interval '1 second', checking_until = null where id = $1`,
    [id],
  );
  await runInScope({ organizationId, actor: { kind: 'system', name: 'test' } }, async () =>
    api.app.get(Queues).add(domainsQueue, { domainId: id }, { once: `check-${id}` }),
  );
}

const checksOf = async (id: string) =>
  (await api.owner.query('select from domain_checks where domain_id = $1', [id])).rowCount ?? 0;

/** Checks that a worker ran from their beginning to their end without an answer. */
async function checkInVain(id: string, times: number): Promise<void> {
  const before = await checksOf(id);
  for (let n = 1; n <= times; n += 1) {
    await check(owner, id);
    await expect.poll(() => checksOf(id), { timeout: 60_000 }).toBe(before + n);
  }
}

/** What people see and are told of a domain. */
async function told({ id }: DomainView) {
  const { state, stateSince, keys, checkedAt } = await owner.call(domainsRoutes.get, { id });
  const { rows } = await api.owner.query('select kind, state from notifications where object_id = $1 order by id', [
    id,
  ]);
  return { state, stateSince, keys, checkedAt, notifications: rows };
}

/** One that no name server answers takes as long as a check may. */
test.each([['servfail', sized(10, 67)], ...sized([], [['silence', 67]] as const)] as const)(
  'checks by the worker that end in %s move no domain and tell nobody, %i times for each state',
  async (mishap, times) => {
    const verified = await verifiedDomain({ dns, check }, owner, `${mishap}-verified.example`);
    const degraded = await verifiedDomain({ dns, check }, owner, `${mishap}-degraded.example`);
    delete dns.zones[`_engagex.${degraded.domain}`];
    await check(owner, degraded.id);
    const state = async () => (await owner.call(domainsRoutes.get, { id: degraded.id })).state;
    await expect.poll(state).toBe('degraded');
    const pending = await owner.call(domainsRoutes.create, { domain: `${mishap}-pending.example` });
    const checked = async () => (await owner.call(domainsRoutes.get, { id: pending.id })).checkedAt;
    await expect.poll(checked).not.toBeNull();
    const domains = [verified, degraded, pending];
    const before = await Promise.all(domains.map(told));
    expect(before.map((domain) => domain.state)).toEqual(['verified', 'degraded', 'pending']);
    dns.mishaps.set('*', mishap);
    await Promise.all(domains.map(({ id }) => checkInVain(id, times)));
    expect(await Promise.all(domains.map(told))).toEqual(before);
    dns.mishaps.clear();
  },
  sized(60_000, 3_600_000),
);
