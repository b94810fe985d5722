import type { TenantDb } from '@engagex/tenancy';

/** How many people more did something in a campaign in a step of 10 seconds; fewer, when it was taken back. */
export interface SeriesStep {
  readonly campaignId: string;
  /** `open`, `click` or `unsubscribe`; what was accepted is counted by a trigger. */
  readonly kind: string;
  readonly at: Date;
  readonly people: number;
}

/** What campaigns' reports and the dashboard read over time. Arrays: $1 campaigns, $2 kinds, $3 steps, $4 people. */
const addSteps = [
  `insert into campaign_series as s (campaign_id, kind, at, count)
   select * from unnest($1::uuid[], $2::text[], $3::timestamptz[], $4::int[]) order by 1, 2, 3
   on conflict (organization_id, campaign_id, kind, at) do update set count = s.count + excluded.count`,
  `insert into quarter_hour_counts as c (at, kind, count)
   select date_bin('15 minutes', t, 'epoch'), k, sum(n)
   from unnest($1::uuid[], $2::text[], $3::timestamptz[], $4::int[]) as x (c, k, t, n) group by 1, 2 order by 1, 2
   on conflict (organization_id, at, kind) do update set count = c.count + excluded.count`,
];

/** Adds steps to the series of campaigns, in the open transaction. */
export async function addToSeries(db: TenantDb, steps: readonly SeriesStep[]): Promise<void> {
  const columns = [
    steps.map(({ campaignId }) => campaignId),
    steps.map(({ kind }) => kind),
    steps.map(({ at }) => at),
    steps.map(({ people }) => people),
  ];
  for (const sql of addSteps) await db.rows(sql, columns);
}
