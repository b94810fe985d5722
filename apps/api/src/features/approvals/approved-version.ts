import { isDeepStrictEqual } from 'node:util';
import type { Campaign, CampaignVersion, VersionContent } from '@engagex/domain/campaigns';
import { conflict } from '@engagex/domain/shared';
import type { Template } from '@engagex/domain/templates';
import type { TenantDb } from '@engagex/tenancy';
import * as sql from './approvals.queries.ts';

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

/**
 * Refuses to send more people what was approved. An approval covers the content, which is frozen, and what the audience
 * means, whoever that is when it is sent: it covers those added since unless a segment means something else by now.
 */
export async function assertCovered(db: TenantDb, id: string): Promise<void> {
  if (!(await isRequired(db))) return;
  const now = await db.row<{ version: Pick<CampaignVersion, 'segments'> }>(sql.versionOfCampaign, [id]);
  const approved = await db.row<{ version: CampaignVersion; withdrawnAt: Date | null }>(sql.lastApproved, [id]);
  const isCovered = approved?.withdrawnAt === null;
  if (isCovered && isDeepStrictEqual(approved.version.segments, now?.version.segments)) return;
  throw conflict(
    'approval.missing',
    isCovered
      ? 'A segment of this campaign was changed after it was approved. Duplicate the campaign for those added since and ask for approval.'
      : 'This campaign was never approved. Duplicate it for those added since and ask for approval.',
  );
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
