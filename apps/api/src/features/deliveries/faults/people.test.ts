import { setTimeout as delay } from 'node:timers/promises';
import { afterAll, afterEach, beforeAll, expect, test } from 'vitest';
import { campaignsRoutes } from '@engagex/domain/campaigns';
import { deliveriesRoutes } from '@engagex/domain/deliveries';
import { expectAccounted } from '../../../testing/accounting.ts';
import { addresses, buildCampaign, buildGroup, watchLedger } from '../../../testing/builders.ts';
import { chanceOf, seed } from '../../../testing/chance.ts';
import { type FaultySmtp, startFaultySmtp } from '../../../testing/faulty-smtp.ts';
import { Fleet } from '../../../testing/fleet.ts';
import { sized } from '../../../testing/size.ts';
import { startTestApi, type TestApi, type TestMember } from '../../../testing/test-api.ts';
import { TrackingTokens } from '../../engagements/index.ts';

const patienceMs = 60_000;

let smtp: FaultySmtp;
let api: TestApi;
let member: TestMember;
let fleet: Fleet;
beforeAll(async () => {
  smtp = await startFaultySmtp(() => null, { answerMs: 15 });
  api = await startTestApi({ settings: { SMTP_URL: smtp.url } });
  fleet = new Fleet(api.config);
});
afterEach(() => fleet.close());
afterAll(async () => {
  await fleet.close();
  await api.close();
  await smtp.close();
});

async function draft(people: number) {
  member = await api.newOrganization();
  const audience = addresses(people);
  const { id } = await buildCampaign(member, await buildGroup(api.owner, member, audience));
  return { id, audience };
}

async function expectClosed({ id, audience }: { id: string; audience: readonly string[] }) {
  await watchLedger(member, id, (ledger) => ledger.closed, patienceMs);
  const people = new Set(audience);
  return expectAccounted(member, { id, audience, took: smtp.took.filter((to) => people.has(to)) });
}

test('fifty who press Send at the same moment, with two workers at it, mail everybody once', async () => {
  const campaign = await draft(300);
  fleet.start();
  fleet.start();
  const sends = Array.from({ length: 50 }, () => member.call(campaignsRoutes.launch, { id: campaign.id }));
  const answers = await Promise.allSettled(sends);
  expect(answers.filter(({ status }) => status === 'fulfilled')).toHaveLength(1);
  const { ledger } = await expectClosed(campaign);
  expect(ledger.accepted).toBe(300);
}, 100_000);

test(`a campaign that is paused and resumed at random moments, with people leaving meanwhile, mails the others once (seed ${seed})`, async () => {
  const chance = chanceOf('pauses');
  const campaign = await draft(4_000); // so many that some still wait whenever it is paused
  const { id } = campaign;
  await member.call(campaignsRoutes.launch, { id });
  fleet.start();
  fleet.start();
  await watchLedger(member, id, ({ accepted }) => accepted > 0, patienceMs);
  const left = new Map<string, Date>();
  for (let round = 0; round < sized(3, 5); round += 1) {
    await delay(chance.between(0, 150));
    await leave(id, left, chance.between(2, 6));
    await member.call(campaignsRoutes.pause, { id }).catch(toleratesEnd);
    await leave(id, left, chance.between(2, 6));
    if (chance() < 0.5) await watchLedger(member, id, ({ submitting }) => submitting === 0);
    await member.call(campaignsRoutes.resume, { id }).catch(toleratesEnd);
  }
  const { accounts, ledger } = await expectClosed(campaign);
  expect(ledger).toMatchObject({ unknown: 0, failed: {} });
  const submittedAt = await submissions(id);
  for (const [email, at] of left) {
    const { state, reason } = accounts.get(email) ?? {};
    if (state === 'skipped') expect(reason).toBe('unsubscribed');
    else
      expect(submittedAt.get(email)?.getTime(), `${email} left before being mailed`).toBeLessThanOrEqual(at.getTime());
  }
  expect(ledger.skipped['unsubscribed'] ?? 0, 'somebody left in time').toBeGreaterThan(0);
}, 150_000);

test(`a campaign that is cancelled at a random moment says of everybody whether they were mailed (seed ${seed})`, async () => {
  const chance = chanceOf('cancel');
  for (let round = 0; round < sized(1, 3); round += 1) {
    const campaign = await draft(800);
    await member.call(campaignsRoutes.launch, { id: campaign.id });
    if (round === 0) fleet.start();
    const enough = chance.between(0, 500);
    await watchLedger(member, campaign.id, ({ accepted }) => accepted >= enough, patienceMs);
    await member.call(campaignsRoutes.cancel, { id: campaign.id }).catch(toleratesEnd);
    const { ledger } = await expectClosed(campaign);
    expect(ledger.accepted + (ledger.skipped['cancelled'] ?? 0)).toBe(800);
  }
}, 150_000);

/** Some who are still waiting follow the unsubscribe link; noted with the time from which they must not be mailed. */
async function leave(id: string, left: Map<string, Date>, count: number): Promise<void> {
  const tokens = api.app.get(TrackingTokens);
  const { items } = await member.call(deliveriesRoutes.list, { id, state: 'pending', limit: 200 });
  for (const { id: deliveryId, address: email } of items.slice(-count)) {
    const { unsubscribe } = tokens.tokensFor({ organizationId: member.organizationId, deliveryId });
    const answer = await fetch(`${api.url}/u/${unsubscribe}`, { method: 'POST' });
    expect(answer.status).toBe(200);
    if (!left.has(email)) left.set(email, new Date());
  }
}

async function submissions(id: string): Promise<Map<string, Date>> {
  const { rows } = await api.owner.query<{ email: string; at: Date }>(
    `select address as email, submitted_at as at from deliveries where campaign_id = $1 and submitted_at is not null`,
    [id],
  );
  return new Map(rows.map(({ email, at }) => [email, at]));
}

/** Whoever pauses too late is told so. */
function toleratesEnd(error: unknown): void {
  expect(error).toMatchObject({ status: 409 });
}
