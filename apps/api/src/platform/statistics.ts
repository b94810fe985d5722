import type { TenantDb } from '@engagex/tenancy';

/** Fewer new rows than this leave the plans of queries as they are. */
const worthIt = 5_000;

/**
 * Tells PostgreSQL about rows written in bulk, once they are committed, so that it plans for them at once. Contacts stand
 * for their groups too. Does nothing for a table that has hardly grown by them.
 */
export async function refreshStatistics(
  db: TenantDb,
  grown: 'contacts' | 'deliveries',
  newRows: number,
): Promise<void> {
  if (newRows >= worthIt) await db.transaction(() => db.rows('select refresh_statistics($1, $2)', [grown, newRows]));
}
