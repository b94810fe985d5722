import type { CampaignVersion, Plan, VersionField } from '@engagex/domain/campaigns';
import type { TenantDb } from '@engagex/tenancy';
import { namesOf } from './approvals.queries.ts';

type Words = (field: VersionField, version: CampaignVersion) => string;

/** The names of the parts of some versions, including deleted parts. */
export async function wordsOfVersion(db: TenantDb, versions: readonly CampaignVersion[]): Promise<Words> {
  const ids = versions.flatMap((of) => [
    ...[of.groupIds, of.segmentIds, of.excludedGroupIds, of.excludedSegmentIds].flat(),
    ...[of.topicId, of.templateId, of.notOpenedId ?? null].filter((id) => id !== null),
  ]);
  const rows = await db.rows<{ id: string; name: string }>(namesOf, [ids]);
  const names = new Map(rows.map(({ id, name }) => [id, name]));
  const called = (id: string) => names.get(id) ?? id;
  const words: Readonly<Record<VersionField, (of: CampaignVersion) => string>> = {
    name: ({ name }) => name,
    audience: (of) => audienceInWords(of, called),
    topic: ({ topicId }) => (topicId ? called(topicId) : 'the default topic'),
    sender: ({ senderName, senderEmail }) => `${senderName} <${senderEmail}>`,
    replyTo: ({ replyTo }) => replyTo ?? 'the sender’s address',
    campaignPreheader: ({ preheader }) => preheader ?? 'the template’s',
    utm: ({ utm }) => (utm ? Object.values(utm).filter(Boolean).join(', ') : 'none'),
    plan: ({ plan }) => planInWords(plan),
    template: ({ templateId }) => (templateId ? called(templateId) : 'none'),
    segments: ({ segments }) => `${Object.keys(segments).length} segments with other conditions`,
    format: ({ template }) => template?.format ?? 'none',
    firstStage: ({ abTest, rollout }) => firstStageInWords(abTest?.variants.length ?? 0, rollout !== null),
    variants: ({ variants }) => `${Object.keys(variants).length} variant templates with other content`,
  };
  return (field, version) => words[field](version);
}

function audienceInWords(of: CampaignVersion, called: (id: string) => string): string {
  const included = [...of.groupIds, ...of.segmentIds].map(called).join(', ') || 'nobody';
  const excluded = [...of.excludedGroupIds, ...of.excludedSegmentIds].map(called).join(', ');
  const only = of.notOpenedId ? `; only people who have not opened ${called(of.notOpenedId)}` : '';
  return (excluded ? `${included}; without ${excluded}` : included) + only;
}

function planInWords(plan: Plan): string {
  if (plan.kind === 'now') return 'when a member sends it';
  const time = plan.time.replace('T', ' ');
  if (plan.kind === 'at') return time;
  return `${time} in each person’s time zone; ${plan.passed === 'send' ? 'immediately' : 'not at all'} where it has passed`;
}

function firstStageInWords(variants: number, isRollout: boolean): string {
  if (variants > 0) return `a test of ${variants} variants with other settings`;
  return isRollout ? 'a roll-out with other settings' : 'everyone at once';
}
