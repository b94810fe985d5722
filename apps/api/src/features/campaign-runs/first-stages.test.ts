import { createHash } from 'node:crypto';
import { afterAll, beforeAll, expect, test } from 'vitest';
import { campaignsRoutes, type AbTest, reportsRoutes, usualRollout, usualAbTest } from '@engagex/domain/campaigns';
import { deliveriesRoutes } from '@engagex/domain/deliveries';
import { organizationRoutes } from '@engagex/domain/accounts';
import { templatesRoutes } from '@engagex/domain/templates';
import { addresses, anHourPasses, buildCampaign, buildGroup, watchLedger } from '../../testing/builders.ts';
import { startSmtp, type TestSmtp } from '../../testing/smtp.ts';
import { startTestApi, type TestApi, type TestMember } from '../../testing/test-api.ts';

let smtp: TestSmtp;
let api: TestApi;
let member: TestMember;
beforeAll(async () => {
  smtp = await startSmtp((to) => (to.startsWith('gone') ? { at: 'rcpt', code: 550 } : null));
  api = await startTestApi({ work: true, settings: { SMTP_URL: smtp.url } });
  member = await api.newOrganization();
});
afterAll(async () => {
  await api.close();
  await smtp.close();
});

const said = { subject: '', preheader: '', senderName: '', templateId: null };
const twoSubjects = [
  { ...said, subject: 'First subject' },
  { ...said, subject: 'Second subject', senderName: 'Other sender' },
];

const report = (id: string) => member.call(reportsRoutes.report, { id });
const firstStage = async (id: string) => (await report(id)).firstStage;
const statusOf = async (id: string) => (await member.call(campaignsRoutes.get, { id })).status;
const messagesTo = (emails: readonly string[]) => smtp.messages.filter(({ to }) => emails.includes(to));
const subjectOf = (raw: string) => /^Subject: (.*)\r$/m.exec(raw)?.[1] ?? '';
const subjectsTo = (emails: readonly string[]) =>
  Object.fromEntries(
    [...Map.groupBy(messagesTo(emails), ({ raw }) => subjectOf(raw))].map(([subject, got]) => [subject, got.length]),
  );

/** Resolves once everyone of the first stage was tried and the rest is held. */
async function held(id: string) {
  await expect.poll(async () => (await firstStage(id))?.heldSince, { timeout: 15_000 }).toBeTruthy();
}

/** As if the waiting time were over. */
async function waitIsOver(id: string) {
  await api.owner.query('update campaigns set wake_at = now() where id = $1 and wake_at is not null', [id]);
}

async function launchTest(emails: readonly string[], abTest: Partial<AbTest> = {}) {
  const campaign = await buildCampaign(member, await buildGroup(api.owner, member, emails));
  const whole = { ...usualAbTest, variants: twoSubjects, ...abTest };
  await member.call(campaignsRoutes.update, { id: campaign.id, abTest: whole });
  await member.call(campaignsRoutes.launch, { id: campaign.id });
  return campaign.id;
}

async function launchRollout(emails: readonly string[], rollout = {}) {
  const campaign = await buildCampaign(member, await buildGroup(api.owner, member, emails));
  await member.call(campaignsRoutes.update, { id: campaign.id, rollout: { ...usualRollout, ...rollout } });
  await member.call(campaignsRoutes.launch, { id: campaign.id });
  return campaign.id;
}

/** Those who got this variant follow its first link. */
async function click(emails: readonly string[], subject: string, count: number) {
  await anHourPasses(api.owner, member);
  const got = messagesTo(emails).filter(({ raw }) => subjectOf(raw) === subject);
  for (const received of got.slice(0, count)) {
    const { html } = await smtp.parse(received);
    const [link] = /\/t\/[\w-]+\/\d+/.exec(html ?? '') ?? [''];
    const answer = await fetch(new URL(link, api.url), { redirect: 'manual' });
    expect(answer.headers.get('location')).toContain('https://shop.example/sale');
  }
}

test('a test share gets the variants evenly, the rest is held until the winner is known and then gets it', async () => {
  const emails = addresses(200);
  const id = await launchTest(emails, { share: 40 });
  await held(id);
  expect(subjectsTo(emails)).toEqual({ 'First subject': 40, 'Second subject': 40 });
  const ledger = await member.call(deliveriesRoutes.ledger, { id });
  expect(ledger).toMatchObject({ audience: 200, accepted: 80, pending: 120, closed: false });
  expect(await firstStage(id)).toMatchObject({
    kind: 'ab_test',
    people: 80,
    held: 120,
    decision: null,
    isClear: false,
  });

  await click(emails, 'First subject', 2);
  await click(emails, 'Second subject', 25);
  await expect
    .poll(async () => (await firstStage(id))?.variants.map(({ clicked }) => clicked), { timeout: 10_000 })
    .toEqual([2, 25]);
  expect(await firstStage(id)).toMatchObject({ leading: 'B', isClear: true });
  await waitIsOver(id);
  const done = await watchLedger(member, id, ({ closed }) => closed);
  expect(done).toMatchObject({ audience: 200, accepted: 200 });
  expect(subjectsTo(emails)).toEqual({ 'First subject': 40, 'Second subject': 160 });
  expect(new Set(messagesTo(emails).map(({ to }) => to)).size).toBe(200);
  const after = await firstStage(id);
  expect(after?.decision).toMatchObject({ outcome: 'winner', by: 'itself', variant: 'B' });
  expect(after?.decision?.why).toContain('clicks of A 5 %, B 62.5 %');
  expect(after).toMatchObject({ held: 0, endsAt: null });
  // What is said per variant is of those who took part in the test, whoever got the winner afterwards.
  expect(after?.variants.map(({ people, accepted }) => [people, accepted])).toEqual([
    [40, 40],
    [40, 40],
  ]);
  const names = messagesTo(emails).map(({ raw }) => /^From: (.*)\r$/m.exec(raw)?.[1]?.split(' <')[0]);
  expect(names.filter((name) => name === 'Other sender')).toHaveLength(160);
});

test('who gets which variant is drawn from the ids of campaign and contact, and stands at each delivery', async () => {
  const id = await launchTest(addresses(60), { share: 50, variants: [...twoSubjects, said] });
  await held(id);
  const { items } = await member.call(deliveriesRoutes.list, { id, limit: 200 });
  const hash = (contactId: string) => createHash('md5').update(`${id}${contactId}`).digest('hex');
  const drawn = items.toSorted((a, b) => (hash(a.contactId) < hash(b.contactId) ? -1 : 1));
  const expected = drawn.map((_, place) => (place < 30 ? 'ABC'[place % 3] : null));
  expect(drawn.map(({ variant }) => variant)).toEqual(expected);
  expect(drawn.map((delivery) => delivery.held)).toEqual(drawn.map((_, place) => place >= 30));
  await member.call(campaignsRoutes.choose, { id, variant: 'C' });
  await watchLedger(member, id, ({ closed }) => closed);
  const after = await member.call(deliveriesRoutes.list, { id, limit: 200 });
  expect(after.items.filter(({ variant }) => variant === 'C')).toHaveLength(40);
});

test('a variant with another template has its own links, and each click leads where it should', async () => {
  const template = await member.call(templatesRoutes.create, {
    name: 'Other',
    subject: 'Other template',
    format: 'html',
    body: '<a href="https://shop.example/sale-of-b">B</a> <a href="{{ unsubscribe_url }}">Unsubscribe</a>',
  });
  const emails = addresses(20);
  const id = await launchTest(emails, { share: 50, variants: [said, { ...said, templateId: template.id }] });
  await held(id);
  await click(emails, 'Other template', 5);
  await click(
    emails,
    messagesTo(emails)
      .map(({ raw }) => subjectOf(raw))
      .find((subject) => subject.startsWith('A sale')) ?? '',
    1,
  );
  const peopleOf = (links: readonly { url: string; people: number }[], end: string) =>
    links.find(({ url }) => url.endsWith(end))?.people;
  const clicked = async () => {
    const { links } = await report(id);
    return [peopleOf(links, 'sale-of-b'), peopleOf(links, 'sale?a=1&b=2')];
  };
  await expect.poll(clicked, { timeout: 10_000 }).toEqual([5, 1]);
  expect((await firstStage(id))?.variants.map(({ clicked }) => clicked)).toEqual([1, 5]);
});

test('without a clear winner, what was chosen beforehand happens', async () => {
  const emails = addresses(20);
  const first = await launchTest(emails, { share: 50, whenUnclear: 'first' });
  await held(first);
  await click(emails, 'Second subject', 1);
  await expect.poll(async () => (await firstStage(first))?.variants[1]?.clicked, { timeout: 10_000 }).toBe(1);
  await waitIsOver(first);
  await watchLedger(member, first, ({ closed }) => closed);
  expect((await firstStage(first))?.decision).toMatchObject({ outcome: 'unclear', variant: 'A' });
  expect(subjectsTo(emails)).toEqual({ 'First subject': 15, 'Second subject': 5 });

  const others = addresses(20);
  const waiting = await launchTest(others, { share: 50, whenUnclear: 'member' });
  await held(waiting);
  await waitIsOver(waiting);
  await expect.poll(async () => (await firstStage(waiting))?.endsAt, { timeout: 10_000 }).toBeNull();
  expect(await firstStage(waiting)).toMatchObject({ held: 10, decision: null });
  const chosen = await Promise.allSettled(
    (['A', 'B'] as const).map((variant) => member.call(campaignsRoutes.choose, { id: waiting, variant })),
  );
  expect(chosen.filter(({ status }) => status === 'fulfilled')).toHaveLength(1);
  await watchLedger(member, waiting, ({ closed }) => closed);
  expect(Object.values(subjectsTo(others)).toSorted((a, b) => a - b)).toEqual([5, 15]);
});

test('a paused test decides but sends nothing before it is resumed', async () => {
  const emails = addresses(20);
  const id = await launchTest(emails, { share: 50 });
  await held(id);
  await member.call(campaignsRoutes.pause, { id });
  await waitIsOver(id);
  await expect.poll(async () => (await firstStage(id))?.decision?.outcome, { timeout: 10_000 }).toBe('unclear');
  expect(await statusOf(id)).toBe('paused');
  expect(messagesTo(emails)).toHaveLength(10);
  await member.call(campaignsRoutes.resume, { id });
  await watchLedger(member, id, ({ closed }) => closed);
  expect(messagesTo(emails)).toHaveLength(20);
});

test('the rest of a roll-out goes out when the first stage stayed within its limits', async () => {
  const emails = addresses(100);
  const id = await launchRollout(emails, { first: { unit: 'people', value: 30 } });
  await held(id);
  expect(messagesTo(emails)).toHaveLength(30);
  expect(await firstStage(id)).toMatchObject({ kind: 'rollout', people: 30, held: 70, variants: [] });
  await waitIsOver(id);
  await watchLedger(member, id, ({ closed }) => closed);
  await expect.poll(() => statusOf(id), { timeout: 10_000 }).toBe('sent');
  expect(new Set(messagesTo(emails).map(({ to }) => to)).size).toBe(100);
  expect((await firstStage(id))?.decision).toMatchObject({ outcome: 'passed' });
});

test('the first stage of a roll-out that bounces pauses it with numbers; resuming sends the rest', async () => {
  const emails = [...addresses(10, 'gone'), ...addresses(10)];
  const id = await launchRollout(emails, { first: { unit: 'percent', value: 90 } });
  await held(id);
  await waitIsOver(id);
  await expect.poll(() => statusOf(id), { timeout: 10_000 }).toBe('paused');
  const { campaign, firstStage: stage, ledger } = await report(id);
  expect(stage).toMatchObject({ held: 2, decision: { outcome: 'stopped' } });
  expect(campaign.pauseReason).toMatch(
    /^The first stage exceeded its limits: \d+ of 18 bounced \([\d.]+ %, the limit is 2 %\)\. 2 people were not mailed\./,
  );
  expect(ledger.pending).toBe(2);
  await member.call(campaignsRoutes.resume, { id });
  await watchLedger(member, id, ({ closed }) => closed);
});

test('complaints and unsubscribes of the first stage count, too', async () => {
  const id = await launchRollout(addresses(40), { first: { unit: 'people', value: 20 } });
  await held(id);
  await api.owner.query(
    `insert into delivery_receipts (organization_id, delivery_id, campaign_id, kind, source, source_key, is_first)
     select organization_id, id, campaign_id, 'complained', 'arf', 'one', true from deliveries where campaign_id = $1 and state = 'accepted' limit 1`,
    [id],
  );
  await waitIsOver(id);
  await expect.poll(() => statusOf(id), { timeout: 10_000 }).toBe('paused');
  const { campaign } = await report(id);
  expect(campaign.pauseReason).toContain('1 of 20 complained (5 %, the limit is 0.1 %)');
  await member.call(campaignsRoutes.release, { id });
  await watchLedger(member, id, ({ closed }) => closed);
});

test('a roll-out is released by hand before its time, once', async () => {
  const emails = addresses(40);
  const id = await launchRollout(emails, { first: { unit: 'people', value: 20 } });
  await held(id);
  await member.call(campaignsRoutes.release, { id });
  await watchLedger(member, id, ({ closed }) => closed);
  expect(messagesTo(emails)).toHaveLength(40);
  await expect(member.call(campaignsRoutes.release, { id })).rejects.toThrow('campaign.nothing-held');
});

test('cancelling skips those who are held', async () => {
  const emails = addresses(40);
  const id = await launchRollout(emails, { first: { unit: 'people', value: 10 } });
  await held(id);
  await member.call(campaignsRoutes.cancel, { id });
  const ledger = await watchLedger(member, id, ({ closed }) => closed);
  expect(ledger).toMatchObject({ accepted: 10, skipped: { cancelled: 30 } });
});

test('one full mailbox does not hold up the test', async () => {
  const full = await startSmtp((to) => (to.startsWith('full') ? { at: 'rcpt', code: 452 } : null));
  const other = await startTestApi({ work: true, settings: { SMTP_URL: full.url } });
  try {
    const person = await other.newOrganization();
    const campaign = await buildCampaign(
      person,
      await buildGroup(other.owner, person, [...addresses(5, 'full'), ...addresses(5)]),
    );
    await person.call(campaignsRoutes.update, {
      id: campaign.id,
      abTest: { ...usualAbTest, variants: twoSubjects, share: 80 },
    });
    await person.call(campaignsRoutes.launch, { id: campaign.id });
    const stage = async () => (await person.call(reportsRoutes.report, { id: campaign.id })).firstStage;
    await expect.poll(async () => (await stage())?.heldSince, { timeout: 10_000 }).toBeTruthy();
    expect((await person.call(deliveriesRoutes.ledger, { id: campaign.id })).deferred).toBeGreaterThan(2);
  } finally {
    await other.close();
    await full.close();
  }
});

test('any campaign pauses when it bounces too much, and after a person has resumed it only when it gets worse', async () => {
  const owner = await api.newOrganization();
  // Several times what may be on its way before the first micro-batch is looked at.
  const emails = [...addresses(30, 'gone'), ...addresses(7_970)];
  await owner.call(organizationRoutes.setPauseLimits, { bounces: 1, complaints: 0.1, from: 400 });
  const campaign = await buildCampaign(owner, await buildGroup(api.owner, owner, emails));
  const { id } = campaign;
  await owner.call(campaignsRoutes.launch, { id });
  const status = async () => (await owner.call(campaignsRoutes.get, { id })).status;
  await expect.poll(status, { timeout: 20_000 }).toBe('paused');
  const { pauseReason } = await owner.call(campaignsRoutes.get, { id });
  expect(pauseReason).toMatch(/^Sending paused automatically: \d+ of [\d,]+ bounced \([\d.]+ %, the limit is 1 %\)/);
  const paused = await watchLedger(owner, id, ({ submitting }) => submitting === 0);
  expect(paused.pending, 'stopped in the middle of a batch').toBeGreaterThan(2_000);
  await owner.call(campaignsRoutes.resume, { id });
  const done = await watchLedger(owner, id, ({ closed }) => closed, 60_000);
  expect(done).toMatchObject({ accepted: 7_970, failed: { rejected: 30 } });
}, 90_000);

test('what is missing is said in words, and nothing is launched', async () => {
  const campaign = await buildCampaign(member, await buildGroup(api.owner, member, addresses(2)));
  const { id } = campaign;
  const problems = async () =>
    (await member.call(campaignsRoutes.review, { id })).problems
      .map(({ message }) => message)
      .filter((message) => !message.startsWith('A link')); // those of the test lead nowhere
  await member.call(campaignsRoutes.update, { id, abTest: usualAbTest, rollout: usualRollout });
  expect((await problems()).slice(0, 3)).toEqual([
    'A campaign can use either a test of variants or a roll-out that starts with a few. Choose one.',
    'Variants A and B are identical. Change or remove one of them.',
    'The test would take all 2 people, so nobody is left to get the winner. Choose a larger audience or fewer variants.',
  ]);
  await expect(member.call(campaignsRoutes.launch, { id })).rejects.toThrow('campaign.not-ready');
  await member.call(campaignsRoutes.update, { id, abTest: null, plan: { kind: 'local', time: '2030-05-05T09:00' } });
  expect((await problems())[0]).toBe(
    'A campaign can use either a roll-out that starts with a few or each person’s local time. Choose one.',
  );
  await member.call(campaignsRoutes.update, { id, plan: { kind: 'now' } });
  await member.call(campaignsRoutes.update, {
    id,
    rollout: null,
    abTest: { ...usualAbTest, variants: [said, { ...said, subject: '{{ oops' }] },
  });
  expect((await problems()).some((message) => message.startsWith('Variant B: '))).toBe(true);
  await expect(member.call(campaignsRoutes.update, { id, abTest: { ...usualAbTest, share: 0 } })).rejects.toThrow(
    'Test with at least 1 percent.',
  );
  await expect(
    member.call(campaignsRoutes.update, {
      id,
      abTest: { ...usualAbTest, variants: [said, { ...said, templateId: '00000000-0000-4000-8000-000000000000' }] },
    }),
  ).rejects.toThrow('campaign.unknown-template');
  await expect(member.call(campaignsRoutes.choose, { id, variant: 'E' })).rejects.toThrow('campaign.unknown-variant');
  await expect(member.call(campaignsRoutes.choose, { id, variant: 'A' })).rejects.toThrow('campaign.nothing-held');
});
