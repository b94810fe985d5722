import type { TenantDb } from '@engagex/tenancy';

/** Keeps where the tracked links of a campaign lead, by their positions; those of an earlier launch go. */
export async function replaceLinks(db: TenantDb, campaignId: string, urls: readonly string[]): Promise<void> {
  await db.rows('delete from campaign_links where campaign_id = $1', [campaignId]);
  await db.rows(
    `insert into campaign_links (campaign_id, position, url)
     select $1, position - 1, url from unnest($2::text[]) with ordinality as link (url, position)`,
    [campaignId, urls],
  );
}
