import { afterAll, beforeAll, expect, test } from 'vitest';
import { plansRoutes, spendingRoutes } from '@engagex/domain/plans';
import { itIs } from '../../testing/at-time.ts';
import type { TestMember } from '../../testing/test-api.ts';
import { startWithPlans } from './testing/with-plans.ts';

const plans = {
  free: {},
  team: {
    limits: { emails: { kind: 'metered', included: 1_000 }, events: { kind: 'hard', amount: 500 } },
    price: { currency: 'EUR', amount: '29', meters: { emails: { included: 1_000, unitAmount: '0.01', per: 1 } } },
  },
} as const;

let installation: Awaited<ReturnType<typeof startWithPlans<keyof typeof plans>>>;
beforeAll(async () => {
  installation = await startWithPlans(plans, {});
});
afterAll(() => installation.close());

/** Of each of the last whole days the same, and what is counted is final until today. */
async function usedDaily({ organizationId }: TestMember, now: string, emails: number): Promise<void> {
  const { owner } = installation.api;
  await owner.query(
    `update usage_accounts set since = $2::timestamptz - interval '40 days', frozen_until = $2 where organization_id = $1`,
    [organizationId, now],
  );
  await owner.query(
    `insert into usage_hours (organization_id, hour, meter, kind, channel, entries, quantity)
     select $1, $2::timestamptz - make_interval(days => d, hours => -9), 'emails', 'campaign', 'email', $3, $3
     from generate_series(1, 40) d`,
    [organizationId, now, emails],
  );
}

test('the month so far and the days to come make a forecast, in use and, for owners, in money', async () => {
  const owner = await installation.ownerOn('team');
  const now = '2027-02-21T00:00:00Z';
  itIs(installation.api, now);
  await usedDaily(owner, now, 100);
  const admin = await installation.api.newMember(owner.organizationId, 'admin');
  const { items, until } = await admin.call(plansRoutes.forecast);
  expect(until).toBe('2027-03-01T00:00:00.000Z');
  expect(items).toEqual([
    // 20 days were used and 8 are left.
    { of: 'emails', used: 2_000, low: 2_800, expected: 2_800, high: 2_800, amount: 1_000, reachedOn: null },
    { of: 'events', used: 0, low: 0, expected: 0, high: 0, amount: 500, reachedOn: null },
  ]);
  expect(await owner.call(spendingRoutes.get)).toMatchObject({
    spent: '10.00',
    forecast: { low: '18.00', expected: '18.00', high: '18.00' },
  });
  await expect(admin.call(spendingRoutes.get)).rejects.toMatchObject({ status: 403 });
});

test('an organization that has been counted for two days has none yet', async () => {
  const owner = await installation.ownerOn('team');
  itIs(installation.api, '2027-02-21T00:00:00Z');
  await installation.api.owner.query(
    `update usage_accounts set since = '2027-02-19', frozen_until = '2027-02-21' where organization_id = $1`,
    [owner.organizationId],
  );
  expect((await owner.call(plansRoutes.forecast)).items).toEqual([]);
  expect((await owner.call(spendingRoutes.get)).forecast).toBeNull();
});
