import type { TenantDb } from '@engagex/tenancy';
import { addToSeries, type SeriesStep } from '../deliveries/index.ts';
import { countPeople } from './engagements.queries.ts';

/** Counts people who opened, clicked or left for the first time, in the open transaction: in all and over time. */
export async function countEngaged(db: TenantDb, steps: readonly SeriesStep[]): Promise<void> {
  if (steps.length === 0) return;
  await addToSeries(db, steps);
  await db.rows(countPeople, [
    steps.map(({ campaignId }) => campaignId),
    steps.map(({ kind }) => kind),
    steps.map(({ people }) => people),
  ]);
}
