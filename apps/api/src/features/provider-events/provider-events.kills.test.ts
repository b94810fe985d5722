import { setTimeout as delay } from 'node:timers/promises';
import { afterAll, beforeAll, expect, test } from 'vitest';
import { eventHooksRoutes } from '@engagex/domain/provider-events';
import { transportsRoutes } from '@engagex/domain/transports';
import { sendGridEvent, startSigning } from '../../../../../tools/stand-ins/sendgrid/event-webhook.ts';
import { addresses } from '../../testing/builders.ts';
import { chanceOf, seed } from '../../testing/chance.ts';
import { end, Fleet } from '../../testing/fleet.ts';
import { buildDeliveries } from '../../testing/receipts.ts';
import { killsOr, sized } from '../../testing/size.ts';
import { startTestApi, type TestApi, type TestMember } from '../../testing/test-api.ts';

const kills = killsOr(2);
const people = sized(200, 5_000);
const batchSize = 20;
const patienceMs = 60_000;

let api: TestApi;
let fleet: Fleet;
beforeAll(async () => {
  api = await startTestApi();
  fleet = new Fleet(api.config, { DELIVERY_LEASE_SECONDS: '2' });
});
afterAll(async () => {
  await fleet.close();
  await api.close();
});

const chance = chanceOf('provider-events');

/** The ledger and what came of the events. */
async function outcomeOf({ organizationId }: TestMember) {
  const one = async (sql: string) => (await api.owner.query<{ n: number }>(sql, [organizationId])).rows[0]?.n;
  return {
    receipts: await one('select count(*)::int n from delivery_receipts where organization_id = $1'),
    bounced: await one(`select people::int n from engagement_counts where organization_id = $1 and kind = 'bounce'`),
    delivered: await one(
      `select people::int n from engagement_counts where organization_id = $1 and kind = 'delivered'`,
    ),
    suppressed: await one('select count(*)::int n from suppressions where organization_id = $1'),
    accepted: await one(`select count::int n from delivery_counts where organization_id = $1 and state = 'accepted'`),
    settled: await one('select count(*)::int n from delivery_settlements where organization_id = $1'),
  };
}

test(
  `workers killed while events arrive, some of them twice, lose none and count none twice (${kills} kills, seed ${seed})`,
  async () => {
    const member = await api.newOrganization();
    const { ids } = await buildDeliveries(api, member, addresses(people), ['accepted', 'unknown']);
    const signing = startSigning();
    const server = { kind: 'smtp' as const, name: 'Relay', host: '127.0.0.1', port: 25, security: 'none' as const };
    const { id } = await member.call(transportsRoutes.create, { transport: server });
    const hook = { provider: 'sendgrid' as const, verificationKey: signing.verificationKey };
    const { url } = await member.call(eventHooksRoutes.save, { id, hook });
    const events = ids.map((deliveryId, n) =>
      n % 2
        ? sendGridEvent('bounce', deliveryId, { status: '5.1.1', reason: '550 5.1.1 User unknown', type: 'bounce' })
        : sendGridEvent('delivered', deliveryId, { response: '250 OK' }),
    );
    const batches = Array.from({ length: people / batchSize }, (_, n) =>
      events.slice(n * batchSize, (n + 1) * batchSize),
    );
    const post = async (batch: readonly (typeof events)[number][]) => {
      const { body, headers } = signing.sign([...batch]);
      const answer = await fetch(new URL(new URL(url).pathname, api.url), { method: 'POST', body, headers });
      expect(answer.status).toBe(200);
    };
    let worker = fleet.start();
    for (const [n, batch] of batches.entries()) {
      await post(batch);
      if (chance() < 0.3) await post(batches[chance.between(0, n)] ?? batch);
      const killed = Math.floor((n * kills) / batches.length) < Math.floor(((n + 1) * kills) / batches.length);
      if (!killed) continue;
      await delay(chance.between(0, 300)); // it may be starting, waiting or applying
      await end(worker, 'SIGKILL');
      worker = fleet.start();
    }
    const waiting = async () =>
      (await api.owner.query('select from provider_events where applied_at is null')).rowCount ?? 0;
    await expect.poll(waiting, { timeout: patienceMs }).toBe(0);
    expect(await outcomeOf(member)).toEqual({
      receipts: people,
      bounced: people / 2,
      delivered: people / 2,
      suppressed: people / 2,
      accepted: people,
      settled: people / 2,
    });
  },
  60_000 + kills * 20_000,
);
