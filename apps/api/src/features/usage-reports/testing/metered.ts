import { randomUUID } from 'node:crypto';
import { mkdtemp, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import type { Meter } from '@engagex/domain/usage';
import type { TestApi, TestMember } from '../../../testing/test-api.ts';

/** A file of plans: a free one, and others that bill emails and events beyond what they include at these prices. */
export async function plansWithMeters(...keys: readonly string[]): Promise<string> {
  const file = join(await mkdtemp(join(tmpdir(), 'engagex-meters-')), 'plans.json');
  const metered = keys.map((key) => ({
    key,
    name: key,
    limits: { emails: { kind: 'metered', included: 0 }, events: { kind: 'metered', included: 0 } },
    price: {
      currency: 'EUR',
      amount: '10',
      stripePriceId: `price_${key}`,
      meters: {
        emails: { included: 0, unitAmount: '0.01', per: 1, stripePriceId: `price_${key}_emails` },
        events: { included: 0, unitAmount: '0.01', per: 1, stripePriceId: `price_${key}_events` },
      },
    },
  }));
  await writeFile(file, JSON.stringify({ plans: [{ key: 'free', name: 'Free', isDefault: true }, ...metered] }));
  return file;
}

export interface Mirrored {
  readonly status?: string;
  /** Of the metered items, and when each was added. */
  readonly items: readonly { readonly id: string; readonly priceId: string; readonly since: string }[];
  readonly trialEnd?: string;
  readonly endedAt?: string;
}

/** As payments write down what Stripe says. */
export async function mirror(api: TestApi, { organizationId }: TestMember, of: Mirrored): Promise<void> {
  const items = of.items.map((item) => ({ ...item, isMetered: true }));
  const since = of.items[0]?.since ?? '2024-01-01T00:00:00Z';
  await api.owner.query(
    `insert into subscriptions (organization_id, id, customer_id, status, is_current, price_id, currency, items, anchor, period_start,
      period_end, trial_end, ended_at, created_at)
    values ($1, 'sub_1', $7, $2, true, 'price_a', 'EUR', $3, $4, $4, $4, $5, $6, $4)
    on conflict (organization_id, id) do update set status = excluded.status, items = excluded.items, trial_end = excluded.trial_end,
      ended_at = excluded.ended_at`,
    [
      organizationId,
      of.status ?? 'active',
      JSON.stringify(items),
      since,
      of.trialEnd ?? null,
      of.endedAt ?? null,
      `cus_${organizationId}`,
    ],
  );
}

/** Usage that was frozen. */
export async function use(
  api: TestApi,
  { organizationId }: TestMember,
  meter: Meter,
  used: Readonly<Record<string, number>>,
): Promise<void> {
  const kind = meter === 'emails' ? 'campaign' : '';
  for (const [hour, quantity] of Object.entries(used)) {
    await api.owner.query(
      `insert into usage_entries (organization_id, meter, hour, act_id, kind, quantity) values ($1, $2, $3, $4, $5, $6)`,
      [organizationId, meter, hour, randomUUID(), kind, quantity],
    );
    await api.owner.query(
      `insert into usage_hours (organization_id, hour, meter, kind, channel, entries, quantity) values ($1, $2, $3, $4, '', 1, $5)`,
      [organizationId, hour, meter, kind, quantity],
    );
  }
}

/** Hours before it are frozen. */
export async function freezeUntil(api: TestApi, { organizationId }: TestMember, hour: string): Promise<void> {
  await api.owner.query(
    `insert into usage_accounts (organization_id, since, frozen_until) values ($1, '2024-01-01', $2)
     on conflict (organization_id) do update set frozen_until = excluded.frozen_until`,
    [organizationId, hour],
  );
}
