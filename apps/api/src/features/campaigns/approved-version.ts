import type { Campaign, CampaignVersion, VersionContent } from '@engagex/domain/campaigns';
import { conflict } from '@engagex/domain/shared';
import type { Template } from '@engagex/domain/templates';
import type { TenantDb } from '@engagex/tenancy';
import * as sql from './approvals.queries.ts';

/** Refuses what is not approved where that is asked for; in the transaction that sends exactly this content. */
export async function assertApproved(db: TenantDb, campaign: Campaign, template: Template | null): Promise<void> {
  if (!(await needsApproval(db, campaign, template))) return;
  throw conflict(
    'approval.missing',
    'Another member has to approve this campaign, as it is now, before it is sent. Ask for approval.',
  );
}

/** Whether the organization asks for an approval that this version does not have. */
export async function needsApproval(db: TenantDb, campaign: Campaign, template: Template | null): Promise<boolean> {
  return (await isRequired(db)) && !(await isApproved(db, campaign.id, await versionOf(db, campaign, template)));
}

export async function isRequired(db: TenantDb): Promise<boolean> {
  return (await db.row<{ yes: boolean }>(sql.requiresApproval))?.yes ?? false;
}

export async function isApproved(db: TenantDb, id: string, version: CampaignVersion): Promise<boolean> {
  return (await db.row<{ yes: boolean }>(sql.isApproved, [id, JSON.stringify(version)]))?.yes ?? false;
}

/** The stored draft with the content it would be sent with. */
export async function versionOf(
  db: TenantDb,
  { id, plan }: Campaign,
  template: Template | null,
): Promise<CampaignVersion> {
  const row = await db.row<{ version: Omit<CampaignVersion, 'template'> }>(sql.versionOfCampaign, [id]);
  if (!row) throw new Error('A campaign that was just read is gone.');
  return { ...row.version, plan, template: template && contentOf(template) };
}

function contentOf({ subject, preheader, format, body, textBody }: Template): VersionContent {
  return { subject, preheader, format, body, textBody };
}
