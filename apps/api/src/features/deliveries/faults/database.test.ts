import { setTimeout as delay } from 'node:timers/promises';
import { afterAll, afterEach, beforeAll, expect, test } from 'vitest';
import { campaignsRoutes } from '@engagex/domain/campaigns';
import type { Ledger } from '@engagex/domain/deliveries';
import { createDatabaseIn } from '../../../../../../tools/testing/database.ts';
import { type RunningTestPostgres, startTestPostgres } from '../../../../../../tools/testing/test-postgres.ts';
import { expectAccounted } from '../../../testing/accounting.ts';
import { addresses, buildCampaign, buildGroup, watchLedger } from '../../../testing/builders.ts';
import { chanceOf, seed } from '../../../testing/chance.ts';
import { type FaultySmtp, startFaultySmtp } from '../../../testing/faulty-smtp.ts';
import { end, Fleet } from '../../../testing/fleet.ts';
import { Refused, startTestApi, type TestApi, type TestMember } from '../../../testing/test-api.ts';

const leaseSeconds = 2;
const patienceMs = 90_000;
const people = 1_500;

let postgres: RunningTestPostgres;
let smtp: FaultySmtp;
let api: TestApi;
let fleet: Fleet;
beforeAll(async () => {
  smtp = await startFaultySmtp(() => null, { answerMs: 15 });
  postgres = await startTestPostgres({ synchronous_commit: 'on' });
  api = await startTestApi({ settings: { SMTP_URL: smtp.url }, database: await createDatabaseIn(postgres.connection) });
  fleet = new Fleet(api.config, { DELIVERY_LEASE_SECONDS: String(leaseSeconds) });
}, 60_000);
afterEach(() => fleet.close());
afterAll(async () => {
  await fleet.close();
  await api.close();
  await postgres.stop();
  await smtp.close();
});

/** Watches through what a database that was just started answers: a connection from before may still be in a pool. */
async function watch(member: TestMember, id: string, until: (ledger: Ledger) => boolean): Promise<void> {
  for (let tries = 0; ; tries++) {
    try {
      await watchLedger(member, id, until, patienceMs);
      return;
    } catch (error) {
      if (!(error instanceof Refused) || error.status !== 503 || tries > 20) throw error;
      await delay(100);
    }
  }
}

/** One of its processes dies in the middle of its work, so that it ends all connections and recovers; resolves when it ends ours. */
async function killBackend(): Promise<void> {
  const client = await api.owner.connect();
  const { promise: ended, resolve } = Promise.withResolvers<void>();
  client.once('error', () => resolve());
  const { rows } = await client.query<{ pid: number }>(
    `select pid from pg_stat_activity where usename = 'engagex_app' and pid <> pg_backend_pid() order by state, xact_start limit 1`,
  );
  if (!rows[0]) throw new Error('Nobody is connected.');
  process.kill(rows[0].pid, 'SIGKILL');
  await ended;
  client.release(true);
}

test(`a database that stops, crashes and loses a process in the middle costs nobody a message and leaves nothing unknown (seed ${seed})`, async () => {
  const chance = chanceOf('database');
  const member = await api.newOrganization();
  const audience = addresses(people);
  const { id } = await buildCampaign(member, await buildGroup(api.owner, member, audience));
  await member.call(campaignsRoutes.launch, { id });
  const workers = [fleet.start(), fleet.start()];
  for (const [round, how] of (['in order', 'crash', 'one process'] as const).entries()) {
    const enough = round * 400 + chance.between(1, 300);
    await watch(member, id, (ledger) => ledger.accepted >= enough && ledger.submitting > 0);
    await (how === 'one process' ? killBackend() : postgres.restart(how));
    // The API is back too, without being started again.
    await expect
      .poll(() => member.call(campaignsRoutes.get, { id }).catch(() => null), { timeout: 20_000 })
      .toBeTruthy();
  }
  // While a worker cannot record what it was answered, the other one may say for a moment that nobody knows.
  await watch(member, id, (ledger) => ledger.closed && ledger.unknown === 0);
  const { ledger } = await expectAccounted(member, { id, audience, took: smtp.took });
  expect(ledger).toMatchObject({ accepted: people, unknown: 0 });
  expect(fleet.alive).toEqual(workers);
}, 150_000);

test(`what was answered while the database was away is accepted, although the worker was killed before it came back (seed ${seed})`, async () => {
  const chance = chanceOf('away');
  const member = await api.newOrganization();
  const audience = addresses(people);
  const { id } = await buildCampaign(member, await buildGroup(api.owner, member, audience));
  await member.call(campaignsRoutes.launch, { id });
  const long = { DELIVERY_LEASE_SECONDS: '60' }; // so nobody waits for a lease to run out
  const worker = fleet.start(long);
  const enough = chance.between(1, 300);
  await watchLedger(member, id, (ledger) => ledger.accepted >= enough && ledger.submitting > 0, patienceMs);
  await postgres.restart(chance.oneOf(['in order', 'crash']), async () => {
    let before = -1;
    while (smtp.took.length > before) {
      before = smtp.took.length;
      await delay(1_500); // all that it can hand over has been answered once nothing comes any more
    }
    await end(worker, 'SIGKILL');
  });
  await expect.poll(() => member.call(campaignsRoutes.get, { id }).catch(() => null), { timeout: 20_000 }).toBeTruthy();
  fleet.start(long);
  await watch(member, id, (ledger) => ledger.closed);
  const took = new Set(audience);
  const { ledger } = await expectAccounted(member, { id, audience, took: smtp.took.filter((to) => took.has(to)) });
  expect(ledger).toMatchObject({ accepted: people, unknown: 0 });
}, 150_000);
