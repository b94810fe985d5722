import type { Campaign, CampaignVersion, VersionContent } from '@engagex/domain/campaigns';
import { conflict } from '@engagex/domain/shared';
import type { Template } from '@engagex/domain/templates';
import type { TenantDb } from '@engagex/tenancy';
import * as sql from './approvals.queries.ts';

/** Refuses what is not approved where that is asked for; in the transaction that sends exactly this content. */
export async function assertApproved(db: TenantDb, campaign: Campaign, templates: readonly Template[]): Promise<void> {
  if (!(await needsApproval(db, campaign, templates))) return;
  throw conflict(
    'approval.missing',
    'Another member has to approve this campaign, as it is now, before it is sent. Ask for approval.',
  );
}

/** Whether the organization asks for an approval that this version does not have. */
export async function needsApproval(
  db: TenantDb,
  campaign: Campaign,
  templates: readonly Template[],
): Promise<boolean> {
  return (await isRequired(db)) && !(await isApproved(db, campaign.id, await versionOf(db, campaign, templates)));
}

export async function isRequired(db: TenantDb): Promise<boolean> {
  return (await db.row<{ yes: boolean }>(sql.requiresApproval))?.yes ?? false;
}

/** How many people it was approved for; null where no approval is asked for. */
export async function approvedPeople(db: TenantDb, id: string): Promise<number | null> {
  if (!(await isRequired(db))) return null;
  const approved = await db.row<{ people: string }>(sql.lastApproved, [id]);
  return approved ? Number(approved.people) : null;
}

export async function isApproved(db: TenantDb, id: string, version: CampaignVersion): Promise<boolean> {
  return (await db.row<{ yes: boolean }>(sql.isApproved, [id, JSON.stringify(version)]))?.yes ?? false;
}

/** The stored draft with the contents it would be sent with. */
export async function versionOf(
  db: TenantDb,
  { id, plan, test, rollout, templateId }: Campaign,
  templates: readonly Template[],
): Promise<CampaignVersion> {
  const row = await db.row<{ version: StoredVersion }>(sql.versionOfCampaign, [id]);
  if (!row) throw new Error('A campaign that was just read is gone.');
  const own = templates.find((template) => template.id === templateId);
  const others = templates.filter((template) => template.id !== templateId);
  const variants = Object.fromEntries(others.map((template) => [template.id, contentOf(template)]));
  return { ...row.version, plan, test, rollout, template: own ? contentOf(own) : null, variants };
}

type StoredVersion = Omit<CampaignVersion, 'plan' | 'test' | 'rollout' | 'template' | 'variants'>;

function contentOf({ subject, preheader, format, body, textBody }: Template): VersionContent {
  return { subject, preheader, format, body, textBody };
}
