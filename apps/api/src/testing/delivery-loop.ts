import { deliveryTestsRoutes, type DeliveryTestView } from '@engagex/domain/delivery-tests';
import { transportsRoutes } from '@engagex/domain/transports';
import { runInScope } from '@engagex/tenancy';
import { vi } from 'vitest';
import { RunDeliveryTest } from '../features/delivery-tests/run-delivery-test.ts';
import { RunDomainCheck } from '../features/domain-checks/index.ts';
import { InboundListener } from '../features/inbound/inbound-listener.ts';
import { startDnsZones } from './dns-zones.ts';
import { verifiedDomain } from './domains.ts';
import { startRelay } from './relay.ts';
import { startTestApi, type TestMember } from './test-api.ts';

const host = 'bounces.engagex.example';

export interface Pair {
  readonly domainId: string;
  readonly transportId: string;
}

export type DeliveryLoop = Awaited<ReturnType<typeof startDeliveryLoop>>;

/** An API with a worker, a DNS, and a relay that passes mail on to the listener of that worker: what delivery tests need. */
export async function startDeliveryLoop() {
  const dns = await startDnsZones({
    [host]: { MX: [`10 ${host}`], TXT: ['v=spf1 ip4:127.0.0.1 -all'], A: ['192.0.2.7'] },
  });
  const relay = await startRelay(() => api.app.get(InboundListener).port ?? 0);
  const api = await startTestApi({
    work: true,
    settings: { DNS_SERVERS: dns.address, PRIVATE_NETWORKS: 'true', BOUNCE_HOST: host, INBOUND_PORT: '0' },
  });
  await vi.waitUntil(() => api.app.get(InboundListener).port);

  const scoped = <T>({ organizationId }: TestMember, work: () => Promise<T>) =>
    runInScope({ organizationId, actor: { kind: 'system', name: 'test' } }, work);
  async function check(member: TestMember, id: string): Promise<void> {
    await api.owner.query(`update domains set next_check_at = now() - interval '1 second' where id = $1`, [id]);
    await scoped(member, () => api.app.get(RunDomainCheck).run(id));
  }

  let count = 0;
  return {
    api,
    relay,
    scoped,
    /** A member with a verified domain and the relay as their transport. */
    async setUp(): Promise<{ member: TestMember; domain: string; pair: Pair }> {
      const member = await api.newOrganization();
      const domain = `tested${(count += 1)}.example`;
      const { id: domainId } = await verifiedDomain({ dns, check }, member, domain);
      const transport = { kind: 'smtp', name: 'Relay', host: '127.0.0.1', port: relay.port, security: 'none' } as const;
      const { id: transportId } = await member.call(transportsRoutes.create, { transport });
      return { member, domain, pair: { domainId, transportId } };
    },
    /** The test as soon as it looks as it should. */
    async until(member: TestMember, id: string, isReached: (view: DeliveryTestView) => boolean) {
      return vi.waitFor(
        async () => {
          const view = await member.call(deliveryTestsRoutes.get, { id });
          if (!isReached(view)) throw new Error(`It is ${view.state}: ${JSON.stringify(verdictsOf(view))}`);
          return view;
        },
        { timeout: 20_000 },
      );
    },
    async runTest(member: TestMember, pair: Pair): Promise<DeliveryTestView> {
      const { id } = await member.call(deliveryTestsRoutes.create, pair);
      return this.until(member, id, isDone);
    },
    /** All that is waited for is overdue now, without waiting. */
    async timePasses(member: TestMember, id: string): Promise<DeliveryTestView> {
      await api.owner.query(
        `update delivery_test_probes set handed_at = handed_at - interval '1 hour' where test_id = $1`,
        [id],
      );
      await api.owner.query(`update delivery_tests set next_at = now() where id = $1 and state <> 'done'`, [id]);
      await scoped(member, () => api.app.get(RunDeliveryTest).run(id));
      return this.until(member, id, isDone);
    },
    async close(): Promise<void> {
      await api.close();
      await Promise.all([dns.close(), relay.close()]);
    },
  };
}

export const isDone = ({ state }: DeliveryTestView) => state === 'done';
export const verdictsOf = ({ findings }: DeliveryTestView) =>
  Object.fromEntries(findings.map(({ name, verdict }) => [name, verdict]));
