import { createServer, type AddressInfo } from 'node:net';
import { once } from 'node:events';
import { setTimeout as delay } from 'node:timers/promises';
import nodemailer from 'nodemailer';
import { afterAll, beforeAll, expect, test } from 'vitest';
import { addresses } from '../../testing/builders.ts';
import { bounceMail } from '../../testing/bounces.ts';
import { chanceOf, seed } from '../../testing/chance.ts';
import { end, Fleet } from '../../testing/fleet.ts';
import { buildDeliveries } from '../../testing/receipts.ts';
import { killsOr, sized } from '../../testing/size.ts';
import { startTestApi, type TestApi } from '../../testing/test-api.ts';
import { ReturnPathTokens } from '../transports/index.ts';

const host = 'bounces.engagex.example';
const kills = killsOr(2);
const people = sized(200, 2_000);
const senders = 6;
/** What was interrupted often waits longer. */
const patienceMs = 120_000;

let api: TestApi;
let fleet: Fleet;
let port: number;
beforeAll(async () => {
  api = await startTestApi();
  port = await freePort();
  fleet = new Fleet(api.config, { BOUNCE_HOST: host, INBOUND_PORT: String(port), DELIVERY_LEASE_SECONDS: '2' });
});
afterAll(async () => {
  await fleet.close();
  await api.close();
});

const chance = chanceOf('inbound');

/** Hands a bounce over as mail servers do: until it is taken. */
async function deliver(to: string, raw: string): Promise<void> {
  for (;;) {
    const transport = nodemailer.createTransport({ host: '127.0.0.1', port, ignoreTLS: true, socketTimeout: 5_000 });
    try {
      await transport.sendMail({ envelope: { from: '', to }, raw });
      return;
    } catch (error) {
      const { responseCode = 0 } = error as { responseCode?: number }; // an answer, or the lack of a connection
      if (responseCode >= 500) throw error;
      await delay(50);
    } finally {
      transport.close();
    }
  }
}

test(
  `workers killed while bounces arrive lose none of them and count none twice (${kills} kills, seed ${seed})`,
  async () => {
    const member = await api.newOrganization();
    const emails = addresses(people);
    const { ids } = await buildDeliveries(api, member, emails, ['accepted', 'unknown']);
    const tokens = new ReturnPathTokens(api.config.TRACKING_SECRET);
    const isHard = emails.map(() => chance() < 0.5);
    const left = emails.keys();
    let delivered = 0;
    const send = async () => {
      for (const n of left) {
        const [status, words] = isHard[n] ? ['5.1.1', '550 5.1.1 User unknown'] : ['5.2.2', '552 5.2.2 Mailbox full'];
        await deliver(`${tokens.tokenFor(ids[n]!)}@${host}`, bounceMail({ to: emails[n]!, status, words }));
        delivered += 1;
      }
    };
    let worker = fleet.start();
    const sending = Promise.all(Array.from({ length: senders }, send));
    for (let done = 0; done < kills; done += 1) {
      const enough = Math.floor(((done + chance()) * people) / kills);
      await expect.poll(() => delivered, { timeout: patienceMs }).toBeGreaterThanOrEqual(enough);
      await delay(chance.between(0, 50));
      await end(worker, 'SIGKILL');
      worker = fleet.start();
    }
    await sending;
    const one = async (sql: string) => (await api.owner.query<{ n: number }>(sql, [member.organizationId])).rows[0]?.n;
    const unread = () =>
      one(`select count(*)::int n from inbound_mails where $1::uuid is not null and state <> 'done'`);
    await expect.poll(unread, { timeout: patienceMs }).toBe(0);
    const hard = isHard.filter(Boolean).length;
    expect({
      receipts: await one('select count(*)::int n from delivery_receipts where organization_id = $1'),
      counted: await one(`select people::int n from engagement_counts where organization_id = $1 and kind = 'bounce'`),
      suppressed: await one('select count(*)::int n from suppressions where organization_id = $1'),
      unknown: await one(`select count(*)::int n from deliveries where organization_id = $1 and state = 'unknown'`),
      accepted: await one(`select count::int n from delivery_counts where organization_id = $1 and state = 'accepted'`),
      settled: await one('select count(*)::int n from delivery_settlements where organization_id = $1'),
    }).toEqual({
      receipts: people,
      counted: people,
      suppressed: hard,
      unknown: 0,
      accepted: people,
      settled: people / 2,
    });
  },
  60_000 + kills * 20_000,
);

async function freePort(): Promise<number> {
  const server = createServer().listen(0, '127.0.0.1');
  await once(server, 'listening');
  const { port: free } = server.address() as AddressInfo; // a TCP server has a port
  server.close();
  return free;
}
