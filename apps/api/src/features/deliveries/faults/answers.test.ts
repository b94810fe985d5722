import { afterEach, expect, test } from 'vitest';
import { campaignsRoutes } from '@engagex/domain/campaigns';
import { deliveriesRoutes } from '@engagex/domain/deliveries';
import { transportsRoutes } from '@engagex/domain/transports';
import { type SendGridFault, startSendGrid } from '../../../../../../tools/stand-ins/sendgrid/server.ts';
import { expectAccounted } from '../../../testing/accounting.ts';
import { addresses, buildCampaign, buildGroup, watchLedger } from '../../../testing/builders.ts';
import { chanceOf, seed } from '../../../testing/chance.ts';
import { type SmtpFault, smtpFaults, startFaultySmtp } from '../../../testing/faulty-smtp.ts';
import { startTestApi, type TestApi, type TestMember } from '../../../testing/test-api.ts';

const patienceMs = 60_000;
const shortly = { MAIL_TIMEOUT_SECONDS: '2', DELIVERY_LEASE_SECONDS: '2' };

const closing: (() => Promise<void>)[] = [];
afterEach(async () => {
  for (const close of closing.splice(0).toReversed()) await close();
});

let api: TestApi;
let member: TestMember;
async function startWith(settings: Parameters<typeof startTestApi>[0] & object) {
  api = await startTestApi(settings);
  closing.push(() => api.close());
  member = await api.newOrganization();
}

async function launch(audience: readonly string[]): Promise<string> {
  const { id } = await buildCampaign(member, await buildGroup(api.owner, member, audience));
  await member.call(campaignsRoutes.launch, { id });
  return id;
}

/** Reads the ledger until it is closed; who was asked to come back is tried again now rather than in some minutes. */
async function untilClosed(id: string): Promise<void> {
  await watchLedger(
    member,
    id,
    (ledger) => {
      if (ledger.deferred > 0) hurry(id);
      return ledger.closed;
    },
    patienceMs,
  );
}

function hurry(id: string): void {
  const sql = `update deliveries set next_attempt_at = now()
    where campaign_id = $1 and state = 'deferred' and next_attempt_at > now()`;
  api.owner.query(sql, [id]).catch(() => {}); // asked again until the ledger is closed
}

/** What has to become of a message, by the server's first answer; a second attempt goes well. */
const endOf: Readonly<Record<SmtpFault, 'accepted' | 'failed' | 'unknown'>> = {
  '421 at rcpt': 'accepted',
  '450 at rcpt': 'accepted',
  '550 at rcpt': 'failed',
  '552 at rcpt': 'accepted',
  'cut at rcpt': 'accepted',
  '451 after data': 'accepted',
  '554 after data': 'failed',
  'cut in data': 'unknown',
  'cut after data': 'unknown',
  'silence at rcpt': 'accepted',
  'silence after data': 'unknown',
  'trickle without end': 'unknown',
  slow: 'accepted',
  trickle: 'accepted',
};

test(`whatever an SMTP server answers, the ledger says what it took, recipient by recipient (seed ${seed})`, async () => {
  const chance = chanceOf('smtp');
  const audience = addresses(300);
  const given = new Map(audience.filter(() => chance() < 0.3).map((to) => [to, chance.oneOf(smtpFaults)]));
  const asked = new Set<string>();
  const smtp = await startFaultySmtp((to) => {
    const fault = asked.has(to) ? null : (given.get(to) ?? null);
    asked.add(to);
    return fault;
  });
  closing.push(() => smtp.close());
  await startWith({ work: true, settings: { ...shortly, SMTP_URL: smtp.url } });
  const id = await launch(audience);
  await untilClosed(id);

  const { accounts } = await expectAccounted(member, { id, audience, took: smtp.took });
  for (const to of audience) {
    const fault = given.get(to);
    const { state, response } = accounts.get(to) ?? {};
    expect(state, `${to}: ${fault ?? 'ok'}, ${response}`).toBe(fault ? endOf[fault] : 'accepted');
    const isTaken = smtp.took.includes(to);
    if (fault === 'cut in data') expect(isTaken).toBe(false);
    if (fault === 'cut after data' || fault === 'silence after data' || fault === 'trickle without end')
      expect(isTaken).toBe(true);
  }
}, 100_000);

const sendGridFaults: readonly [SendGridFault, ...SendGridFault[]] = [
  { status: 400 },
  { status: 413 },
  { status: 429 },
  { status: 500 },
  { status: 503 },
  'reset',
  'accept and cut',
  'silence',
];

test(`whatever SendGrid answers, the ledger says what it took, recipient by recipient (seed ${seed})`, async () => {
  const chance = chanceOf('sendgrid');
  // A fault befalls everybody in the same call, so they are few and each organization has a campaign of its own.
  const given = new Map<string, SendGridFault>();
  const sendGrid = await startSendGrid({
    apiKey: 'SG.stand-in',
    faultOf: (to) => {
      const fault = given.get(to) ?? null;
      if (typeof fault === 'object' && fault?.status === 429) given.delete(to);
      return fault;
    },
  });
  closing.push(() => sendGrid.close());
  const settings = { ...shortly, SENDGRID_API_KEY: 'SG.stand-in', SENDGRID_BASE_URL: sendGrid.url };
  await startWith({ work: true, settings });
  const campaigns = sendGridFaults.map((fault) => {
    const audience = addresses(chance.between(20, 60));
    given.set(chance.oneOf(audience as [string, ...string[]]), fault); // there are at least twenty
    return { fault, audience };
  });
  await Promise.all(
    campaigns.map(async ({ fault, audience }) => {
      const who = await api.newOrganization();
      const { id } = await buildCampaign(who, await buildGroup(api.owner, who, audience));
      await who.call(campaignsRoutes.launch, { id });
      await watchLedger(who, id, (ledger) => ledger.closed, patienceMs);
      const people = new Set(audience);
      const took = sendGrid.accepted.map(({ to }) => to).filter((to) => people.has(to));
      const { ledger } = await expectAccounted(who, { id, audience, took });
      const isRefusal = typeof fault === 'object' && fault.status < 500;
      const rejected = isRefusal && fault.status !== 429 ? 1 : 0;
      const said = `SendGrid: ${JSON.stringify(fault)}`;
      expect(ledger.failed['rejected'] ?? 0, said).toBe(rejected);
      expect(ledger.accepted, said).toBe(isRefusal ? audience.length - rejected : 0);
      expect(took.length, said).toBe(fault === 'accept and cut' ? audience.length : ledger.accepted);
    }),
  );
}, 100_000);

test('a key that SendGrid ends in the middle pauses the campaign, burns nobody, and the rest goes out once it is mended', async () => {
  let isRevoked = false;
  const sendGrid = await startSendGrid({ apiKey: 'SG.stand-in', faultOf: () => (isRevoked ? { status: 401 } : null) });
  closing.push(() => sendGrid.close());
  const settings = { ...shortly, SENDGRID_API_KEY: 'SG.stand-in', SENDGRID_BASE_URL: sendGrid.url };
  await startWith({ work: true, settings });
  const before = addresses(30);
  await untilClosed(await launch(before));
  isRevoked = true;
  const audience = addresses(30);
  const id = await launch(audience);
  const statusOf = async () => (await member.call(campaignsRoutes.get, { id })).status;
  await expect.poll(statusOf, { timeout: patienceMs }).toBe('paused');
  expect(await watchLedger(member, id, () => true)).toMatchObject({ pending: 30, failed: {}, unknown: 0 });

  isRevoked = false;
  const [transport] = (await member.call(transportsRoutes.list)).items;
  await member.call(transportsRoutes.enable, { id: transport?.id ?? '' });
  await member.call(campaignsRoutes.resume, { id });
  await untilClosed(id);
  const took = sendGrid.accepted.map(({ to }) => to).filter((to) => !before.includes(to));
  const { ledger } = await expectAccounted(member, { id, audience, took });
  expect(ledger.accepted).toBe(30);
}, 60_000);

test('an account over its rate is left alone until the time it names, and then carries the rest', async () => {
  const audience = addresses(30);
  let isOver = true;
  const sendGrid = await startSendGrid({
    apiKey: 'SG.stand-in',
    faultOf: () => (isOver ? { status: 429, headers: { 'Retry-After': '100000' } } : null),
  });
  closing.push(() => sendGrid.close());
  const settings = { ...shortly, SENDGRID_API_KEY: 'SG.stand-in', SENDGRID_BASE_URL: sendGrid.url };
  await startWith({ work: true, settings });
  const id = await launch(audience);
  const transport = async () => (await member.call(transportsRoutes.list)).items[0];
  await expect.poll(async () => (await transport())?.health, { timeout: patienceMs }).toBe('unreachable');
  const until = Date.parse((await transport())?.openUntil ?? '');
  expect(until).toBeGreaterThan(Date.now() + 800_000); // of five minutes at most when it says nothing
  expect(until).toBeLessThanOrEqual(Date.now() + 900_000); // however long it asks for
  // Another batch may have chosen the account before it was known to be over its rate.
  const untouched = async () =>
    (await member.call(deliveriesRoutes.list, { id })).items.filter(
      ({ state, attempts }) => state === 'pending' && attempts === 0,
    );
  await expect.poll(untouched, { timeout: patienceMs }).toHaveLength(30);

  isOver = false;
  await member.call(transportsRoutes.enable, { id: (await transport())?.id ?? '' });
  await untilClosed(id);
  const { ledger } = await expectAccounted(member, { id, audience, took: sendGrid.accepted.map(({ to }) => to) });
  expect(ledger.accepted).toBe(30);
}, 60_000);

test('a server that hangs up on one person holds up nobody: the person has failed in the end, and the others have theirs', async () => {
  const audience = addresses(40);
  const [odd = '', odder = ''] = audience;
  const smtp = await startFaultySmtp((to) => (to === odd || to === odder ? 'cut at rcpt' : null));
  closing.push(() => smtp.close());
  await startWith({ work: true, settings: { ...shortly, SMTP_URL: smtp.url } });
  const id = await launch(audience);
  await untilClosed(id);

  const { ledger, accounts } = await expectAccounted(member, { id, audience, took: smtp.took });
  expect(ledger).toMatchObject({ accepted: 38, failed: { retries_exhausted: 2 } });
  for (const to of [odd, odder]) expect(accounts.get(to)?.response).toMatch(/when given this recipient/);
  await expect.poll(async () => (await member.call(campaignsRoutes.get, { id })).status).toBe('sent');
  const [transport] = (await member.call(transportsRoutes.list)).items;
  expect(transport).toMatchObject({ health: 'working', problem: null });
}, 60_000);
