import { isDeepStrictEqual } from 'node:util';
import { type Campaign, type CampaignVersion, draftOf, type VersionContent } from '@engagex/domain/campaigns';
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
 * Refuses to send the approved content to more people. An approval covers the content, which is frozen, and what the audience
 * means, whoever that is when it is sent: it covers people added since unless a segment means something else by now.
 */
export async function assertCovered(db: TenantDb, id: string): Promise<void> {
  if (!(await isRequired(db))) return;
  const approved = await db.row<{ version: CampaignVersion; withdrawnAt: Date | null }>(sql.lastApproved, [id]);
  const isCovered = approved?.withdrawnAt === null;
  if (isCovered && isDeepStrictEqual(approved.version.segments, await segmentsOf(db, id))) return;
  throw conflict(
    'approval.missing',
    isCovered
      ? 'A segment of this campaign was changed after it was approved. Duplicate it for the new people and request approval.'
      : 'This campaign was never approved. Duplicate it for the new people and request approval.',
  );
}

/** The draft with what its segments mean and the contents it would be sent with. */
export async function versionOf(
  db: TenantDb,
  campaign: Campaign,
  templates: readonly Template[],
): Promise<CampaignVersion> {
  const { notOpenedId, replyTo, preheader, utm, ...draft } = draftOf(campaign);
  const own = templates.find((template) => template.id === campaign.templateId);
  const others = templates.filter((template) => template.id !== campaign.templateId);
  return {
    ...draft,
    ...(notOpenedId !== null && { notOpenedId }),
    ...(replyTo !== '' && { replyTo }),
    ...(preheader !== '' && { preheader }),
    ...(utm && { utm }),
    segments: await segmentsOf(db, campaign.id),
    template: own ? contentOf(own) : null,
    variants: Object.fromEntries(others.map((template) => [template.id, contentOf(template)])),
  };
}

async function segmentsOf(db: TenantDb, id: string): Promise<CampaignVersion['segments']> {
  return (await db.row<Pick<CampaignVersion, 'segments'>>(sql.segmentsOfCampaign, [id]))?.segments ?? {};
}

function contentOf({ subject, preheader, format, body, textBody }: Template): VersionContent {
  return { subject, preheader, format, body, textBody };
}
