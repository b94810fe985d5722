import { setTimeout as delay } from 'node:timers/promises';
import { afterAll, beforeAll, expect, test } from 'vitest';
import { afterSendingRoutes, campaignsRoutes } from '@engagex/domain/campaigns';
import { accountsOf } from '../../../testing/accounting.ts';
import { addresses, buildCampaign, buildGroup, watchLedger } from '../../../testing/builders.ts';
import { chanceOf, seed } from '../../../testing/chance.ts';
import { type FaultySmtp, startFaultySmtp } from '../../../testing/faulty-smtp.ts';
import { end, Fleet } from '../../../testing/fleet.ts';
import { killsOr, sized } from '../../../testing/size.ts';
import { startTestApi, type TestApi, type TestMember } from '../../../testing/test-api.ts';

const kills = killsOr(3);
const killsOfOne = sized(2, 4);
const people = sized(600, 1_200);
const patienceMs = 90_000;
/** What is on its way on eight connections at the moment of a kill; the journal tells of all else. */
const unknownPerKill = 16;

let smtp: FaultySmtp;
let api: TestApi;
let fleet: Fleet;
beforeAll(async () => {
  smtp = await startFaultySmtp(() => null, { answerMs: 10 });
  api = await startTestApi({ settings: { SMTP_URL: smtp.url } });
  // Longer than any of this is waited for: whatever goes on after a kill does not wait for a lease.
  fleet = new Fleet(api.config, { DELIVERY_LEASE_SECONDS: '300' });
});
afterAll(async () => {
  await fleet.close();
  await api.close();
  await smtp.close();
});

const chance = chanceOf('kills');

async function kill(): Promise<void> {
  const worker = fleet.alive[chance.between(0, fleet.alive.length - 1)];
  if (!worker) throw new Error('No worker is left.');
  await end(worker, 'SIGKILL');
  fleet.start();
}

/** Sends a campaign with kills at random moments, and the unknown of it again with another; resolves to how many kills. */
async function sendWithKills(member: TestMember): Promise<number> {
  const audience = addresses(people);
  const { id } = await buildCampaign(member, await buildGroup(api.owner, member, audience));
  await member.call(campaignsRoutes.launch, { id });
  let done = 0;
  while (done < killsOfOne) {
    const enough = Math.floor(((done + chance()) * people) / killsOfOne);
    const { closed } = await watchLedger(
      member,
      id,
      (ledger) => ledger.closed || ledger.accepted >= enough,
      patienceMs,
    );
    if (closed) break;
    await kill();
    done += 1;
  }
  const { unknown } = await watchLedger(member, id, (ledger) => ledger.closed, patienceMs);
  expect(unknown, `after ${done} kills`).toBeLessThanOrEqual(done * unknownPerKill);
  const statusOf = async () => (await member.call(campaignsRoutes.get, { id })).status;
  await expect.poll(statusOf, { timeout: patienceMs }).toBe('sent');
  const isUnknown = new Set(
    [...(await accountsOf(member, id)).values()].flatMap((it) => (it.state === 'unknown' ? it.address : [])),
  );
  if (unknown > 0) {
    await member.call(afterSendingRoutes.resend, { id, note: 'They want it.', expectedPeople: unknown });
    await delay(chance.between(0, 300));
    await kill();
    done += 1;
    await watchLedger(member, id, (ledger) => ledger.closed, patienceMs);
  }
  const times = new Map<string, number>(audience.map((to) => [to, 0]));
  for (const to of smtp.took) if (times.has(to)) times.set(to, (times.get(to) ?? 0) + 1);
  const accounts = await accountsOf(member, id);
  const wrong = [...times].filter(([to, count]) => {
    if (isUnknown.has(to)) return count > 2; // once more is what the member decided
    return accounts.get(to)?.state !== 'accepted' || count !== 1;
  });
  expect(wrong, 'everybody has it once, or it is not known and nobody had it twice by itself').toEqual([]);
  return done;
}

test(
  `workers killed at random moments leave sixteen people unknown at most each time, mail nobody twice and hold nothing up (${kills} kills, seed ${seed})`,
  async () => {
    const member = await api.newOrganization();
    fleet.start();
    let done = 0;
    while (done < kills) done += Math.max(1, await sendWithKills(member));
    expect(done).toBeGreaterThanOrEqual(kills);
  },
  120_000 + kills * 40_000,
);
