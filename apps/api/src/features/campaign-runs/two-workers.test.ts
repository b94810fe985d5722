import { afterEach, expect, test } from 'vitest';
import { campaignsRoutes } from '@engagex/domain/campaigns';
import { freePort } from '../../../../../tools/stack/ports.ts';
import { hasRedis, startRedis } from '../../../../../tools/testing/redis.ts';
import { expectAccounted } from '../../testing/accounting.ts';
import { addresses, buildCampaign, buildGroup, watchLedger } from '../../testing/builders.ts';
import { startFaultySmtp } from '../../testing/faulty-smtp.ts';
import { Fleet } from '../../testing/fleet.ts';
import { startTestApi } from '../../testing/test-api.ts';

/** Some batches more than one worker has under way at a time, so that there is something left for the other. */
const people = 6_000;

const closing: (() => Promise<unknown>)[] = [];
afterEach(async () => {
  for (const close of closing.splice(0).toReversed()) await close();
});

/** A mail server of its own for each worker tells who sent what. */
async function startServer() {
  const server = await startFaultySmtp(() => null, { answerMs: 10 });
  closing.push(server.close);
  return server;
}

async function queueSettings(backend: string): Promise<Record<string, string>> {
  if (backend !== 'Redis') return {};
  const redis = await startRedis();
  closing.push(redis.stop);
  return { REDIS_URL: redis.url };
}

const isReady = async (port: number) => {
  const answer = await fetch(`http://127.0.0.1:${port}/health/ready`).catch(() => null);
  return answer?.ok ?? false;
};

test.each(hasRedis() ? ['PostgreSQL', 'Redis'] : ['PostgreSQL'])(
  'two workers share one campaign, and nobody gets it from both (queues in %s)',
  async (backend) => {
    const queues = await queueSettings(backend);
    const servers = [await startServer(), await startServer()];
    const api = await startTestApi({ settings: queues });
    closing.push(api.close);
    const fleet = new Fleet(api.config, queues);
    closing.push(() => fleet.close());
    for (const { url } of servers) {
      const port = await freePort();
      fleet.start({ SMTP_URL: url, PORT: String(port) });
      await expect.poll(() => isReady(port), { timeout: 30_000 }).toBe(true);
    }
    const member = await api.newOrganization();
    const audience = addresses(people);
    const { id } = await buildCampaign(member, await buildGroup(api.owner, member, audience));
    await member.call(campaignsRoutes.launch, { id });
    await watchLedger(member, id, (ledger) => ledger.closed, 60_000);

    const took = servers.map((server) => server.took);
    const { ledger } = await expectAccounted(member, { id, audience, took: took.flat() });
    expect(ledger).toMatchObject({ accepted: people, unknown: 0 });
    for (const each of took)
      expect(each.length, `of ${people}: ${took.map((t) => t.length).join(' and ')}`).toBeGreaterThan(0);
  },
  120_000,
);
