import type { ChildProcess } from 'node:child_process';
import { randomUUID } from 'node:crypto';
import { mkdtempSync } from 'node:fs';
import { join } from 'node:path';
import { afterAll, afterEach, beforeAll, expect, test } from 'vitest';
import { afterSendingRoutes, campaignsRoutes } from '@engagex/domain/campaigns';
import { transportsRoutes } from '@engagex/domain/transports';
import { runInScope, TenantDb } from '@engagex/tenancy';
import { expectAccounted } from '../../../testing/accounting.ts';
import { addresses, buildCampaign, buildGroup, watchLedger } from '../../../testing/builders.ts';
import { chanceOf, seed } from '../../../testing/chance.ts';
import { type FaultySmtp, type SmtpFault, startFaultySmtp } from '../../../testing/faulty-smtp.ts';
import { end, Fleet } from '../../../testing/fleet.ts';
import { sized } from '../../../testing/size.ts';
import { startTestApi, type TestApi, type TestMember } from '../../../testing/test-api.ts';
import { recordOutcomes } from '../deliveries.queries.ts';
import { microBatchesOfOne } from '../in-flight.ts';
import { microBatchSize } from '../send-batch.ts';

/** What is on its way on eight connections at a moment; of all else the journals tell. */
const inFlight = 16;
const leaseSeconds = 2;
const patienceMs = 90_000;

let smtp: FaultySmtp;
let api: TestApi;
let member: TestMember;
let fleet: Fleet;
/** What the server answers the first message of somebody with. */
const faults = new Map<string, SmtpFault>();
beforeAll(async () => {
  smtp = await startFaultySmtp(
    (to) => {
      const fault = faults.get(to) ?? null;
      faults.delete(to);
      return fault;
    },
    { answerMs: 15 },
  );
  const settings = { SMTP_URL: smtp.url, DELIVERY_LEASE_SECONDS: String(leaseSeconds), PRIVATE_NETWORKS: 'true' };
  api = await startTestApi({ settings });
  fleet = new Fleet(api.config, { DELIVERY_LEASE_SECONDS: String(leaseSeconds), PRIVATE_NETWORKS: 'true' });
});
afterEach(() => fleet.close());
afterAll(async () => {
  await fleet.close();
  await api.close();
  await smtp.close();
});

async function launch(people: number) {
  member = await api.newOrganization();
  const audience = addresses(people);
  const { id } = await buildCampaign(member, await buildGroup(api.owner, member, audience));
  await member.call(campaignsRoutes.launch, { id });
  return { id, audience };
}

const tookOf = (audience: readonly string[]) => {
  const people = new Set(audience);
  return smtp.took.filter((to) => people.has(to));
};
const closed = async ({ id, audience }: { id: string; audience: readonly string[] }) => {
  await watchLedger(member, id, (ledger) => ledger.closed, patienceMs);
  return expectAccounted(member, { id, audience, took: tookOf(audience) });
};
const statusOf = async (id: string) => (await member.call(campaignsRoutes.get, { id })).status;
const isSent = (id: string) => expect.poll(() => statusOf(id), { timeout: patienceMs }).toBe('sent');
const emptyQueues = () => api.owner.query('truncate bullmq.job cascade');
/** Those whose outcome is being waited for. */
const submitting = (id: string) => watchLedger(member, id, (ledger) => ledger.submitting > 0, patienceMs);

test(`workers killed, stopped, ended and woken at random, and a queue emptied: nobody is lost or mailed twice (seed ${seed})`, async () => {
  const chance = chanceOf('workers');
  const audience = await launch(sized(1_000, 2_000));
  const { id } = audience;
  const sleepers: ChildProcess[] = [];
  let kills = 0;
  fleet.start();
  fleet.start();

  for (let round = 1; round <= sized(3, 5); round += 1) {
    const enough = round * 250 + chance.between(0, 200);
    await watchLedger(member, id, (ledger) => ledger.closed || ledger.accepted + ledger.unknown >= enough, patienceMs);
    const awake = fleet.alive.filter((worker) => !sleepers.includes(worker));
    const worker = awake[chance.between(0, awake.length - 1)];
    if (!worker) throw new Error('No worker is left.');
    switch (chance.oneOf(['kill', 'kill', 'stop', 'end', 'empty'])) {
      case 'kill':
        kills += 1;
        await end(worker, 'SIGKILL');
        break;
      case 'stop':
        kills += 1; // what it was handing over is unknown until it wakes up
        worker.kill('SIGSTOP');
        sleepers.push(worker);
        break;
      case 'end':
        await end(worker, 'SIGTERM');
        break;
      case 'empty':
        await emptyQueues();
    }
    if (fleet.alive.length - sleepers.length < 2) fleet.start();
    if (chance() < 0.5) sleepers.shift()?.kill('SIGCONT');
  }
  for (const worker of sleepers) worker.kill('SIGCONT');

  const { unknown } = await closed(audience);
  await isSent(id);
  expect(unknown.length).toBeLessThanOrEqual(kills * inFlight);
  expect(unknown.every(({ response }) => response)).toBe(true);
}, 150_000);

test.each([
  ['the installation’s transport', false],
  ['a transport of its own', true],
])(
  'a worker that is told to end, through %s, leaves nothing unknown',
  async (_name, isOwn) => {
    member = await api.newOrganization();
    if (isOwn) {
      const { hostname: host, port } = new URL(smtp.url);
      const own = { kind: 'smtp', name: 'Own', host, port: Number(port), security: 'none' } as const;
      await member.call(transportsRoutes.create, { transport: own });
    }
    const audience = addresses(500);
    const { id } = await buildCampaign(member, await buildGroup(api.owner, member, audience));
    await member.call(campaignsRoutes.launch, { id });
    const worker = fleet.start();
    await submitting(id);
    await end(worker, 'SIGTERM');

    const after = await watchLedger(member, id, () => true);
    expect(after).toMatchObject({ submitting: 0, unknown: 0 });
    expect(after.accepted).toBe(tookOf(audience).length);
    fleet.start();
    const { ledger } = await closed({ id, audience });
    expect(ledger.accepted).toBe(audience.length);
  },
  100_000,
);

/** On another machine, where the journals of this one are not seen. */
const startElsewhere = () => fleet.start({ FILES_DIR: mkdtempSync(join(api.config.FILES_DIR, 'elsewhere-')) });
const claimedAtOnce = microBatchesOfOne * microBatchSize;

test('a worker that slept past its lease still says what became of its messages, and nothing of those others took over', async () => {
  const audience = await launch(1_200);
  const { id } = audience;
  const sleeper = fleet.start();
  // Among its messages are some that the server asked to come back for.
  for (const to of audience.audience) if (faults.size < 300) faults.set(to, '450 at rcpt');
  await submitting(id);
  sleeper.kill('SIGSTOP');
  startElsewhere();
  const slept = await watchLedger(member, id, (ledger) => ledger.unknown > 0 && ledger.accepted > 0, patienceMs);
  expect(slept.unknown).toBeLessThanOrEqual(claimedAtOnce);
  await recordAsStranger(id);
  sleeper.kill('SIGCONT');
  await watchLedger(member, id, (ledger) => ledger.unknown === 0, patienceMs);
  await hurry(id);
  const { ledger } = await closed(audience);
  expect(ledger.accepted).toBe(1_200);
}, 150_000);

test('a worker that wakes after its lease hands nothing over any more, also when a member has sent the unknown again meanwhile', async () => {
  const audience = await launch(1_200);
  const { id } = audience;
  const sleeper = fleet.start();
  await watchLedger(member, id, ({ accepted, submitting }) => accepted > 0 && submitting > 100, patienceMs);
  sleeper.kill('SIGSTOP');
  fleet.start();
  await isSent(id);
  const { unknown } = await watchLedger(member, id, ({ closed }) => closed);
  expect(unknown).toBeLessThanOrEqual(inFlight);
  if (unknown > 0) await member.call(afterSendingRoutes.resend, { id, note: 'It matters.', expectedPeople: unknown });
  await isSent(id);
  const before = tookOf(audience.audience).length;
  sleeper.kill('SIGCONT');
  await end(sleeper, 'SIGTERM'); // once it has said and done all it had to
  expect(tookOf(audience.audience).length, 'it handed nothing over').toBe(before);
  const twice = before - new Set(tookOf(audience.audience)).size;
  expect(twice, 'only whom the member sent it again').toBeLessThanOrEqual(unknown);
  const ledger = await watchLedger(member, id, ({ closed }) => closed);
  expect(ledger).toMatchObject({ accepted: 1_200, unknown: 0 });
}, 150_000);

test('a worker that is frozen in the middle of a transaction holds nobody up', async () => {
  const holder = await stopSubmissions();
  const audience = await launch(600);
  const { id } = audience;
  const sleeper = fleet.start();
  await expect.poll(stopped, { timeout: patienceMs }).toBeGreaterThan(0);
  sleeper.kill('SIGSTOP');
  await holder.query('select pg_advisory_unlock($1)', [submissionsStop]);
  holder.release();
  fleet.start();
  await watchLedger(member, id, (ledger) => ledger.closed, patienceMs);
  sleeper.kill('SIGCONT');
  await end(sleeper, 'SIGTERM'); // once it has said and done all it had to
  const { ledger } = await closed(audience);
  expect(ledger).toMatchObject({ accepted: 600, unknown: 0 });
}, 120_000);

test('a worker that wakes up when its campaign is over still closes the ledger', async () => {
  const audience = await launch(40);
  const { id } = audience;
  for (const [index, to] of audience.audience.entries()) faults.set(to, index < 20 ? '450 at rcpt' : 'slow');
  const sleeper = fleet.start();
  await submitting(id);
  sleeper.kill('SIGSTOP');
  startElsewhere();
  await isSent(id);
  const slept = await watchLedger(member, id, (ledger) => ledger.closed);
  sleeper.kill('SIGCONT');
  await watchLedger(member, id, (ledger) => ledger.unknown < slept.unknown, patienceMs);
  const { ledger } = await closed(audience);
  expect(ledger.unknown).toBe(0);
  expect(ledger.accepted + (ledger.failed['retries_exhausted'] ?? 0)).toBe(40);
}, 100_000);

/** A submission that is written waits for this lock before it can be committed. */
const submissionsStop = 4_712;
async function stopSubmissions() {
  await api.owner.query(
    `create function stop_at_submission() returns trigger language plpgsql as $$
     begin perform pg_advisory_xact_lock_shared(${submissionsStop}); return null; end $$`,
  );
  await api.owner.query(
    `create trigger stop_at_submission after update on deliveries for each row
     when (new.state = 'submitting') execute function stop_at_submission()`,
  );
  const holder = await api.owner.connect();
  await holder.query('select pg_advisory_lock($1)', [submissionsStop]);
  return holder;
}
const stopped = async () =>
  (
    await api.owner.query(
      `select from pg_locks l join pg_database d on d.oid = l.database
       where d.datname = current_database() and l.locktype = 'advisory' and l.objid = ${submissionsStop} and not l.granted`,
    )
  ).rowCount;

/** What somebody says of everyone in a campaign who holds none of them. */
async function recordAsStranger(id: string): Promise<void> {
  const { rows } = await api.owner.query<{ id: string }>('select id from deliveries where campaign_id = $1', [id]);
  const all = <T>(value: T) => rows.map(() => value);
  const said = [rows.map((row) => row.id), all('failed'), all('rejected'), all('550 Gone'), all(1), all(null)];
  const { organizationId } = member;
  const db = api.app.get(TenantDb);
  await runInScope({ organizationId, actor: { kind: 'system', name: 'stranger' } }, () =>
    db.transaction(() => db.rows(recordOutcomes, [randomUUID(), ...said])),
  );
}

/** Once everybody else has an answer, lets deferred messages be tried now rather than in some minutes. */
async function hurry(id: string): Promise<void> {
  await watchLedger(member, id, ({ pending, submitting }) => pending + submitting === 0, patienceMs);
  await api.owner.query(`update deliveries set next_attempt_at = now() where campaign_id = $1 and state = 'deferred'`, [
    id,
  ]);
}
