import { afterAll, afterEach, beforeAll, expect, test } from 'vitest';
import { campaignsRoutes } from '@engagex/domain/campaigns';
import { messagesRoutes } from '@engagex/domain/messages';
import { expectAccounted } from '../../../testing/accounting.ts';
import { addresses, buildCampaign, buildGroup, watchLedger } from '../../../testing/builders.ts';
import { chanceOf, seed } from '../../../testing/chance.ts';
import { type FaultySmtp, type SmtpFault, startFaultySmtp } from '../../../testing/faulty-smtp.ts';
import { end, Fleet } from '../../../testing/fleet.ts';
import { sized } from '../../../testing/size.ts';
import { startTestApi, type TestApi, type TestMember } from '../../../testing/test-api.ts';

const patienceMs = 60_000;
/** Over eight connections at a moment. */
const onTheirWay = 16;

let smtp: FaultySmtp;
let api: TestApi;
let fleet: Fleet;
const faults = new Map<string, SmtpFault>();
beforeAll(async () => {
  smtp = await startFaultySmtp((to) => faults.get(to) ?? null, { answerMs: 5 });
  api = await startTestApi({ settings: { SMTP_URL: smtp.url } });
  // No answer is waited for less than RFC 5321 asks, and no lease runs out: nothing below is the work of a time-out.
  fleet = new Fleet(api.config, { DELIVERY_LEASE_SECONDS: '300' });
});
afterEach(() => fleet.close());
afterAll(async () => {
  await fleet.close();
  await api.close();
  await smtp.close();
});

async function launch(member: TestMember, audience: readonly string[]): Promise<string> {
  const { id } = await buildCampaign(member, await buildGroup(api.owner, member, audience));
  await member.call(campaignsRoutes.launch, { id });
  return id;
}

const tookOf = (audience: readonly string[]) => {
  const people = new Set(audience);
  return smtp.took.filter((to) => people.has(to));
};

const order = {
  from: { name: 'Shop', address: 'orders@shop.example' },
  subject: 'Your order',
  text: 'It is on its way.',
};

test(`recipients whose server never answers cost their own rows: nobody else waits, in this campaign, another organization or among single messages (seed ${seed})`, async () => {
  const chance = chanceOf('silence');
  const [one, other] = [await api.newOrganization(), await api.newOrganization()];
  const [audience, neighbours, receipts] = [addresses(700), addresses(400), addresses(30)];
  const silent = new Map<string, SmtpFault>();
  for (let index = 0; index < 16; index += 1) {
    const fault = chance.oneOf(['silence at rcpt', 'silence after data', 'trickle without end'] as const);
    silent.set(chance.oneOf(audience as [string, ...string[]]), fault); // there are 700
  }
  const silentReceipts = receipts.slice(0, 3);
  for (const [to, fault] of silent) faults.set(to, fault);
  for (const to of silentReceipts) faults.set(to, 'silence after data');

  const worker = fleet.start();
  const id = await launch(one, audience);
  const beside = await launch(other, neighbours);
  const messages = await Promise.all(
    receipts.map((address) => one.call(messagesRoutes.create, { to: { address }, ...order })),
  );
  await watchLedger(other, beside, ({ closed }) => closed, patienceMs);
  await watchLedger(one, id, ({ accepted }) => accepted === audience.length - silent.size, patienceMs);
  const statesOf = async () => {
    const views = await Promise.all(messages.map((message) => one.call(messagesRoutes.get, { id: message.id })));
    return views.map(({ state }) => state);
  };
  const answered = messages.map((_, index) => (index < silentReceipts.length ? 'submitting' : 'accepted'));
  await expect.poll(statesOf, { timeout: patienceMs }).toEqual(answered);
  expect(await watchLedger(one, id, () => true)).toMatchObject({ submitting: silent.size, pending: 0, unknown: 0 });

  await end(worker, 'SIGKILL');
  fleet.start();
  // Whoever was silent before the message left gets another one, and is silent again.
  const left = [...silent.values()].filter((fault) => fault !== 'silence at rcpt').length;
  const ledger = await watchLedger(one, id, ({ unknown }) => unknown === left, patienceMs);
  expect(ledger.accepted).toBe(audience.length - silent.size);
  const unknownReceipts = async () => (await statesOf()).filter((state) => state === 'unknown').length;
  await expect.poll(unknownReceipts, { timeout: patienceMs }).toBe(silentReceipts.length);
}, 150_000);

test(`connections that are all reset leave unknown what was in them, and nothing else waits or goes out twice (seed ${seed})`, async () => {
  const chance = chanceOf('resets');
  const member = await api.newOrganization();
  const audience = addresses(sized(600, 1_200));
  fleet.start();
  const id = await launch(member, audience);
  const resets = 3;
  for (let round = 0; round < resets; round += 1) {
    const enough = round * (audience.length / 3) + chance.between(1, audience.length / 4);
    await watchLedger(member, id, ({ accepted }) => accepted >= enough, patienceMs);
    smtp.reset();
  }
  await watchLedger(member, id, ({ closed }) => closed, patienceMs);
  const { unknown } = await expectAccounted(member, { id, audience, took: tookOf(audience) });
  expect(unknown.length).toBeLessThanOrEqual(resets * onTheirWay);
}, 150_000);

test(`after a black hole towards the mail server the campaign goes on, and only what was in it still waits (seed ${seed})`, async () => {
  const chance = chanceOf('hole');
  const member = await api.newOrganization();
  const audience = addresses(sized(900, 1_500));
  fleet.start();
  const id = await launch(member, audience);
  const enough = chance.between(100, 500);
  await watchLedger(member, id, ({ accepted }) => accepted >= enough, patienceMs);
  smtp.beginBlackHole();
  // Whoever was waiting for a connection is given back, and it is tried with one message every few seconds.
  await watchLedger(member, id, ({ submitting, pending }) => submitting <= 24 && pending > 0, patienceMs);
  const tried = smtp.connections();
  await expect.poll(() => smtp.connections() - tried, { timeout: patienceMs }).toBeGreaterThan(sized(1, 2));
  smtp.endBlackHole();
  const ledger = await watchLedger(member, id, ({ pending }) => pending === 0, patienceMs);
  expect(ledger).toMatchObject({ unknown: 0, failed: {} });
  const settled = await watchLedger(member, id, ({ accepted }) => accepted >= audience.length - 24, patienceMs);
  expect(settled.submitting).toBeLessThanOrEqual(24);

  await fleet.close();
  fleet.start();
  await watchLedger(member, id, ({ closed }) => closed, patienceMs);
  const { unknown } = await expectAccounted(member, { id, audience, took: tookOf(audience) });
  expect(unknown.length).toBeLessThanOrEqual(onTheirWay);
}, 150_000);
