import { rm, writeFile, mkdtemp } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterAll, beforeAll, expect, test, vi } from 'vitest';
import { campaignsRoutes } from '@engagex/domain/campaigns';
import { messagesRoutes } from '@engagex/domain/messages';
import { plansRoutes } from '@engagex/domain/plans';
import { addresses, buildCampaign, buildGroup, watchLedger } from '../../testing/builders.ts';
import { simple } from '../../testing/messages.ts';
import { startSmtp, type TestSmtp } from '../../testing/smtp.ts';
import { startTestApi, type TestApi, type TestMember } from '../../testing/test-api.ts';
import { readPlans } from './read-plans.ts';

const limit = 100;

let folder: string;
let smtp: TestSmtp;
let api: TestApi;
beforeAll(async () => {
  folder = await mkdtemp(join(tmpdir(), 'engagex-plans-'));
  const file = join(folder, 'plans.json');
  const free = { key: 'free', name: 'Free', isDefault: true, limits: { emails: { kind: 'hard', amount: limit } } };
  await writeFile(file, JSON.stringify({ plans: [free] }));
  smtp = await startSmtp((to) => (to.startsWith('refused') ? { at: 'rcpt', code: 550 } : null));
  api = await startTestApi({ work: true, settings: { SMTP_URL: smtp.url, BILLING: 'on', PLANS_FILE: file } });
  await vi.waitUntil(async () => (await api.owner.query('select from usage_switch where is_on')).rowCount === 1);
});
afterAll(async () => {
  await api.close();
  await smtp.close();
  await rm(folder, { recursive: true });
});

/** Used before: this month, all but `left`. */
async function leave({ organizationId }: TestMember, left: number): Promise<void> {
  await api.owner.query(
    `insert into usage_entries (organization_id, meter, hour, act_id, kind, channel, quantity)
     values ($1, 'emails', date_trunc('hour', now()), uuidv7(), 'campaign', 'email', $2)`,
    [organizationId, limit - left],
  );
}

async function campaignTo(member: TestMember, people: number, name = 'person') {
  return buildCampaign(member, await buildGroup(api.owner, member, addresses(people, name)));
}

const emailsOf = async (member: TestMember) =>
  (await member.call(plansRoutes.current)).uses.find((use) => use.of === 'emails');

test('of 64 campaigns that start at once, exactly as many pass as the plan has emails left for', async () => {
  const owner = await api.newOrganization();
  await leave(owner, 20);
  const first = await campaignTo(owner, 2);
  const campaigns = [first];
  for (let n = 1; n < 64; n++) campaigns.push(await owner.call(campaignsRoutes.duplicate, { id: first.id }));
  await Promise.all(campaigns.map(({ id }) => owner.call(campaignsRoutes.launch, { id }).catch(() => null)));
  const statuses = async () =>
    Promise.all(campaigns.map(async ({ id }) => (await owner.call(campaignsRoutes.get, { id })).status));
  await expect
    .poll(async () => (await statuses()).filter((status) => status === 'sent' || status === 'draft').length, {
      timeout: 50_000,
    })
    .toBe(64);
  expect((await statuses()).filter((status) => status === 'sent')).toHaveLength(10);
  expect(await emailsOf(owner)).toEqual({
    of: 'emails',
    kind: 'hard',
    amount: limit,
    most: limit,
    used: limit,
    reserved: 0,
  });
  expect(smtp.messages.filter(({ to }) => to.startsWith('person'))).toHaveLength(20); // besides what tells the owner
}, 90_000);

test('what a server refuses is free again, and the review says what is left', async () => {
  const owner = await api.newOrganization();
  await leave(owner, 3);
  const refused = await campaignTo(owner, 3, 'refused');
  expect(await owner.call(campaignsRoutes.review, { id: refused.id })).toMatchObject({
    emailsLeft: { plan: 'Free', most: limit, left: 3 },
    problems: expect.not.arrayContaining([expect.objectContaining({ severity: 'error' })]),
  });
  await owner.call(campaignsRoutes.launch, { id: refused.id });
  await watchLedger(owner, refused.id, ({ closed }) => closed);
  expect(await emailsOf(owner)).toMatchObject({ used: limit - 3, reserved: 0 });
  const tooLarge = await campaignTo(owner, 4);
  const words = /would send 4 emails, and 3 of the 100 in your plan \(Free\) are left until 1? ?\w+/;
  const review = await owner.call(campaignsRoutes.review, { id: tooLarge.id });
  expect(review.problems.find(({ severity }) => severity === 'error')?.message).toMatch(words);
  await expect(owner.call(campaignsRoutes.launch, { id: tooLarge.id })).rejects.toMatchObject({
    status: 400,
    problem: { code: 'campaign.not-ready', detail: expect.stringMatching(words) },
  });
});

test('messages of programs are counted and never refused', async () => {
  const owner = await api.newOrganization();
  await leave(owner, 1);
  for (const address of addresses(3)) await owner.call(messagesRoutes.create, simple(address));
  await expect.poll(async () => (await emailsOf(owner))?.used, { timeout: 10_000 }).toBe(limit + 2);
  const campaign = await campaignTo(owner, 1);
  await expect(owner.call(campaignsRoutes.launch, { id: campaign.id })).rejects.toMatchObject({ status: 400 });
});

test('a campaign whose audience outgrew the plan between Send and start is a draft again, and its author is told', async () => {
  const owner = await api.newOrganization();
  await leave(owner, 2);
  await api.owner.query('update organizations set undo_seconds = 5 where id = $1', [owner.organizationId]);
  const campaign = await campaignTo(owner, 2);
  await owner.call(campaignsRoutes.launch, { id: campaign.id });
  await owner.call(messagesRoutes.create, simple(addresses(1)[0]!));
  await expect
    .poll(async () => (await owner.call(campaignsRoutes.get, { id: campaign.id })).status, { timeout: 20_000 })
    .toBe('draft');
  const { rows } = await api.owner.query('select from notifications where organization_id = $1 and kind = $2', [
    owner.organizationId,
    'not_started',
  ]);
  expect(rows).toHaveLength(1);
});

test('a file that describes no plans is refused at the start, with what is wrong in it', async () => {
  const file = join(folder, 'wrong.json');
  for (const [text, words] of [
    ['{', 'cannot be read as JSON'],
    ['{"plans": []}', 'at least one plan'],
    ['{"plans": [{"key": "a", "name": "A"}]}', 'exactly one plan must have isDefault'],
    ['{"plans": [{"key": "a", "name": "A", "isDefault": true, "emials": {}}]}', 'emials'],
  ] as const) {
    await writeFile(file, text);
    expect(() => readPlans(file)).toThrow(words);
  }
  expect(() => readPlans(join(folder, 'none.json'))).toThrow('none.json');
});
