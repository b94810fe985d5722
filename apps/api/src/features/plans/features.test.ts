import { afterAll, beforeAll, expect, test } from 'vitest';
import { signInPolicyRoutes } from '@engagex/domain/accounts';
import { campaignsRoutes, usualAbTest } from '@engagex/domain/campaigns';
import { dashboardSchedulesRoutes } from '@engagex/domain/dashboard-schedules';
import { eventExportSettingsRoutes } from '@engagex/domain/event-exports';
import { linkHostsRoutes } from '@engagex/domain/link-hosts';
import { plansRoutes } from '@engagex/domain/plans';
import { dashboardsRoutes } from '@engagex/domain/reports';
import { planFeatures } from '@engagex/domain/shared';
import { addresses, buildCampaign, buildGroup } from '../../testing/builders.ts';
import type { TestMember } from '../../testing/test-api.ts';
import { startWithPlans } from './testing/with-plans.ts';

const plans = { full: {}, bare: { features: Object.fromEntries(planFeatures.map((feature) => [feature, false])) } };

let installation: Awaited<ReturnType<typeof startWithPlans<keyof typeof plans>>>;
beforeAll(async () => {
  installation = await startWithPlans(plans, { settings: { PRIVATE_NETWORKS: 'true' } });
});
afterAll(() => installation.close());

const refused = (promise: Promise<unknown>, feature: string) =>
  expect(promise).rejects.toMatchObject({
    status: 402,
    problem: {
      code: 'plan.feature-not-included',
      detail: expect.stringContaining(`(bare) does not include ${feature}`),
    },
  });

const exports = { isOn: true, includesEvents: false, destination: { kind: 'none' } } as const;
const variants = [{ subject: 'One' }, { subject: 'Two' }].map((said) => ({ ...usualAbTest.variants[0]!, ...said }));
const abTest = { ...usualAbTest, variants };
const provider = {
  issuer: 'https://id.example.com',
  clientId: 'engagex',
  clientSecret: 'secret-of-the-client',
  allowedDomains: ['example.com'],
  defaultRole: 'editor' as const,
};
const policy = { requiresSecondFactor: false, requiresSingleSignOn: false, provider };

async function schedule(owner: TestMember) {
  const { id: dashboardId } = await owner.call(dashboardsRoutes.create, { name: 'Shop' });
  return owner.call(dashboardSchedulesRoutes.create, {
    dashboardId,
    timing: { kind: 'daily', hour: 7 },
    format: 'picture',
    recipientIds: [owner.userId],
  });
}

const campaignOf = async (owner: TestMember) =>
  buildCampaign(owner, await buildGroup(installation.api.owner, owner, addresses(10)));

test('what a plan leaves out is refused in words, and everyone can read what that is', async () => {
  const owner = await installation.ownerOn('bare');
  await refused(schedule(owner), 'dashboards by mail');
  await refused(owner.call(eventExportSettingsRoutes.update, exports), 'daily exports of events');
  await refused(owner.call(linkHostsRoutes.create, { domain: 'shop.example' }), 'links on your own domain');
  await refused(owner.call(signInPolicyRoutes.update, policy), 'single sign-on');
  const { id } = await campaignOf(owner);
  await refused(owner.call(campaignsRoutes.update, { id, abTest }), 'A/B tests');
  const analyst = await installation.api.newMember(owner.organizationId, 'analyst');
  expect(await analyst.call(plansRoutes.standing)).toEqual({ plan: 'bare', missing: [...planFeatures], near: [] });
});

test('what was set up under a larger plan goes on, can be changed and turned off, but not on again', async () => {
  const owner = await installation.ownerOn('full');
  const { id } = await schedule(owner);
  await owner.call(eventExportSettingsRoutes.update, exports);
  await owner.call(signInPolicyRoutes.update, policy);
  const [draft, scheduled] = [await campaignOf(owner), await campaignOf(owner)];
  for (const campaign of [draft, scheduled]) await owner.call(campaignsRoutes.update, { id: campaign.id, abTest });
  const plan = { kind: 'at', time: new Date(Date.now() + 86_400_000).toISOString().slice(0, 16) } as const;
  await owner.call(campaignsRoutes.schedule, { id: scheduled.id, plan });

  await installation.assign(owner, 'bare');
  await owner.call(dashboardSchedulesRoutes.update, { id, timing: { kind: 'daily', hour: 9 } });
  await owner.call(eventExportSettingsRoutes.update, { ...exports, includesEvents: true });
  await owner.call(signInPolicyRoutes.update, { ...policy, provider: { ...provider, defaultRole: 'analyst' } });
  const problems = async (campaign: { id: string }) =>
    (await owner.call(campaignsRoutes.review, { id: campaign.id })).problems.map(({ message }) => message);
  expect(await problems(draft)).toContainEqual(expect.stringContaining('remove its test'));
  expect(await problems(scheduled)).not.toContainEqual(expect.stringContaining('remove its test'));
  await expect(owner.call(campaignsRoutes.launch, { id: draft.id })).rejects.toMatchObject({ status: 400 });

  await owner.call(eventExportSettingsRoutes.update, { ...exports, isOn: false });
  await refused(owner.call(eventExportSettingsRoutes.update, exports), 'daily exports of events');
});
