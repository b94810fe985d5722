import { afterAll, beforeAll, expect, test } from 'vitest';
import { campaignsRoutes } from '@engagex/domain/campaigns';
import { messagesRoutes } from '@engagex/domain/messages';
import { spendingRoutes } from '@engagex/domain/plans';
import { runInScope } from '@engagex/tenancy';
import { addresses, buildCampaign, buildGroup, watchLedger } from '../../testing/builders.ts';
import { simple } from '../../testing/messages.ts';
import { startSmtp, type TestSmtp } from '../../testing/smtp.ts';
import type { TestMember } from '../../testing/test-api.ts';
import { newSender } from '../events/testing/sender.ts';
import { CheckLimits } from '../limit-notices/check-limits.ts';
import { startWithPlans } from './testing/with-plans.ts';

const metered = { kind: 'metered', included: 10 } as const;
const each = { included: 10, unitAmount: '1.00', per: 1 };
const plans = {
  free: {},
  team: {
    limits: { emails: metered, events: metered },
    price: { currency: 'EUR', amount: '29', meters: { emails: each, events: each } },
  },
} as const;

let smtp: TestSmtp;
let installation: Awaited<ReturnType<typeof startWithPlans<keyof typeof plans>>>;
beforeAll(async () => {
  smtp = await startSmtp((to) => (to.startsWith('refused') ? { at: 'rcpt', code: 550 } : null));
  installation = await startWithPlans(plans, { settings: { SMTP_URL: smtp.url } });
});
afterAll(async () => {
  await installation.close();
  await smtp.close();
});

const campaignTo = async (member: TestMember, people: number, name = 'person') =>
  buildCampaign(member, await buildGroup(installation.api.owner, member, addresses(people, name)));

test('the review says what a campaign costs, to owners only, and campaigns at once stay below the cap', async () => {
  const owner = await installation.ownerOn('team');
  await owner.call(spendingRoutes.setCap, { amount: '20.00' });
  const first = await campaignTo(owner, 4);
  const review = await owner.call(campaignsRoutes.review, { id: first.id });
  expect(review).toMatchObject({ cost: { amount: '0.00', currency: 'EUR' }, emailsLeft: { left: 30, isCapped: true } });
  const manager = await installation.api.newMember(owner.organizationId, 'campaign_manager');
  expect(await manager.call(campaignsRoutes.review, { id: first.id })).toMatchObject({ cost: null });

  const campaigns = [first];
  for (let n = 1; n < 12; n++) campaigns.push(await owner.call(campaignsRoutes.duplicate, { id: first.id }));
  await Promise.all(campaigns.map(({ id }) => owner.call(campaignsRoutes.launch, { id }).catch(() => null)));
  const statuses = async () =>
    Promise.all(campaigns.map(async ({ id }) => (await owner.call(campaignsRoutes.get, { id })).status));
  await expect
    .poll(async () => (await statuses()).every((status) => status === 'sent' || status === 'draft'), {
      timeout: 30_000,
    })
    .toBe(true);
  expect((await statuses()).filter((status) => status === 'sent')).toHaveLength(7); // 28 emails, and 30 fit
  expect(await owner.call(spendingRoutes.get)).toMatchObject({ spent: '18.00', cap: { amount: '20.00' } });
  expect((await owner.call(campaignsRoutes.review, { id: (await campaignTo(owner, 3)).id })).problems).toContainEqual(
    expect.objectContaining({ message: expect.stringMatching(/3 emails, and 2 fit below the spending cap/) }),
  );
}, 60_000);

test('what was not accepted costs nothing, receipts are never stopped, and an event beyond the cap is refused', async () => {
  const owner = await installation.ownerOn('team');
  await owner.call(spendingRoutes.setCap, { amount: '3' });
  const refused = await campaignTo(owner, 12, 'refused');
  expect(await owner.call(campaignsRoutes.review, { id: refused.id })).toMatchObject({ cost: { amount: '2.00' } });
  await owner.call(campaignsRoutes.launch, { id: refused.id });
  await watchLedger(owner, refused.id, ({ closed }) => closed);
  expect(await owner.call(spendingRoutes.get)).toMatchObject({ spent: '0.00' });
  const sender = await newSender(installation.api, 'secret', { member: owner });
  const batch = Array.from({ length: 20 }, () => ({ type: 'page', anonymousId: 'device' }));
  expect((await sender.send('/v1/batch', { batch })).body).toMatchObject({ accepted: 13, rejected: 7 });
  for (const address of addresses(11)) await owner.call(messagesRoutes.create, simple(address));
  await expect.poll(async () => (await owner.call(spendingRoutes.get)).spent, { timeout: 15_000 }).toBe('4.00');
});

test('owners are told at 80 % and at the cap, and nobody else', async () => {
  const owner = await installation.ownerOn('team');
  await installation.api.newMember(owner.organizationId, 'admin');
  await owner.call(spendingRoutes.setCap, { amount: '10' });
  await installation.api.owner.query(
    `insert into usage_entries (organization_id, meter, hour, act_id, kind, channel, quantity)
     values ($1, 'emails', date_trunc('hour', now()), uuidv7(), 'campaign', 'email', 18)`,
    [owner.organizationId],
  );
  const { organizationId } = owner;
  await runInScope({ organizationId, actor: { kind: 'system', name: 'limits' } }, () =>
    installation.api.app.get(CheckLimits).run(),
  );
  const { rows } = await installation.api.owner.query(
    `select n.kind, m.role, n.why from notifications n join memberships m on m.user_id = n.user_id
     where n.organization_id = $1 and n.kind like 'spending%'`,
    [organizationId],
  );
  expect(rows).toEqual([{ kind: 'spending_near', role: 'owner', why: expect.stringContaining('8.00 of 10 EUR') }]);
});

test('a cap is an amount, and only where something has a price', async () => {
  const owner = await installation.ownerOn('team');
  for (const amount of ['-1', '1e3', '1,50', '', 'ten'])
    await expect(owner.call(spendingRoutes.setCap, { amount })).rejects.toMatchObject({ status: 400 });
  const free = await installation.ownerOn('free');
  await expect(free.call(spendingRoutes.setCap, { amount: '5' })).rejects.toMatchObject({ status: 409 });
  const admin = await installation.api.newMember(owner.organizationId, 'admin');
  await expect(admin.call(spendingRoutes.get)).rejects.toMatchObject({ status: 403 });
});
