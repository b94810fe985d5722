import { mkdtemp, rm, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { vi } from 'vitest';
import type { plansFile } from '@engagex/domain/plans';
import type { z } from 'zod';
import { startTestApi, type TestMember } from '../../../testing/test-api.ts';

type PlanInput = z.input<typeof plansFile>['plans'][number];

/** A running API whose organizations are on these plans, by key: the first one is the default. */
export async function startWithPlans<Key extends string>(
  plans: Readonly<Record<Key, Omit<PlanInput, 'key' | 'name'>>>,
  { settings, ...options }: Parameters<typeof startTestApi>[0] = {},
) {
  const folder = await mkdtemp(join(tmpdir(), 'engagex-plans-'));
  const PLANS_FILE = join(folder, 'plans.json');
  const list = Object.entries<Omit<PlanInput, 'key' | 'name'>>(plans).map(([key, plan], index) => ({
    key,
    name: key,
    isDefault: index === 0,
    ...plan,
  }));
  await writeFile(PLANS_FILE, JSON.stringify({ plans: list }));
  const api = await startTestApi({ work: true, ...options, settings: { BILLING: 'on', ...settings, PLANS_FILE } });
  const isCounting = async () => (await api.owner.query('select from usage_switch where is_on')).rowCount === 1;
  await vi.waitUntil(isCounting, { timeout: 20_000 });

  async function assign({ organizationId }: TestMember, key: Key): Promise<void> {
    await api.owner.query(
      `insert into organization_plans (organization_id, source, plan_key) values ($1, 'operator', $2)
       on conflict (organization_id, source) do update set plan_key = excluded.plan_key`,
      [organizationId, key],
    );
  }

  return {
    api,
    /** As an operator does. */
    assign,
    async ownerOn(key: Key): Promise<TestMember> {
      const owner = await api.newOrganization();
      await assign(owner, key);
      return owner;
    },
    async close(): Promise<void> {
      await api.close();
      await rm(folder, { recursive: true });
    },
  };
}
