import { Injectable } from '@nestjs/common';
import type { Campaign } from '@engagex/domain/campaigns';
import type { SegmentBranch, SegmentNode } from '@engagex/domain/segments';
import { conflict } from '@engagex/domain/shared';
import type { TemplateProblem } from '@engagex/domain/templates';
import { TenantDb } from '@engagex/tenancy';
import { goneAmong, wordsOfGone } from '../references/index.ts';
import { type CompiledSegment, type Missing, SegmentMembers } from '../segments/index.ts';
import { countPeople } from './campaigns.queries.ts';

export type ChosenGroups = Pick<Campaign, 'groupIds' | 'segmentIds' | 'excludedGroupIds' | 'excludedSegmentIds'>;
type Chosen = ChosenGroups & Pick<Campaign, 'notOpenedId'>;

type Parts = Pick<Campaign, 'topicId' | 'templateId' | 'abTest'>;

/** Who a campaign is for: somebody in several groups and segments is one person, and an excluded one is nobody. */
@Injectable()
export class CampaignAudience {
  constructor(
    private readonly db: TenantDb,
    private readonly members: SegmentMembers,
  ) {}

  /**
   * The part of a statement that finds them, deleted contacts included; its values are appended to `parameters`. Throws
   * when something it refers to is gone: without it, the audience might be larger than anybody meant.
   */
  async of(chosen: Chosen, parameters: unknown[]): Promise<CompiledSegment> {
    const tree = treeOf(chosen);
    if (!tree) return { from: 'contacts c', where: 'false' };
    const [problem] = problemsOf(chosen, await this.members.missingFrom(tree));
    if (problem) throw conflict('campaign.audience-broken', problem.message);
    return this.members.compileAudience(tree, parameters);
  }

  /** How many are in what it goes to, those who are left out included. */
  async countIncluded(chosen: Chosen): Promise<number> {
    const parameters: unknown[] = [];
    const who = await this.of({ ...chosen, excludedGroupIds: [], excludedSegmentIds: [] }, parameters);
    return (await this.db.row<{ people: number }>(countPeople(who), parameters))?.people ?? 0;
  }

  /** What the audience refers to and is gone, as errors of a review. */
  async problems(chosen: Chosen): Promise<TemplateProblem[]> {
    const tree = treeOf(chosen);
    return tree ? problemsOf(chosen, await this.members.missingFrom(tree)) : [];
  }

  /** The same of everything else a campaign is made of. */
  async problemsWithParts({ topicId, templateId, abTest }: Parts): Promise<TemplateProblem[]> {
    const ofVariants = (abTest?.variants ?? []).flatMap((variant) => variant.templateId ?? []);
    const template = [...new Set([...(templateId ? [templateId] : []), ...ofVariants])];
    const gone = await goneAmong(this.db, { topic: topicId ? [topicId] : [], template });
    return gone.map((each) =>
      each.kind === 'topic'
        ? error('topicId', `This campaign is about ${wordsOfGone(each)}. Restore it, or choose another topic.`)
        : error(
            each.id === templateId ? 'templateId' : 'abTest',
            `This campaign uses ${wordsOfGone(each)}. Restore it, or choose another template.`,
          ),
    );
  }
}

function treeOf({ groupIds, segmentIds, notOpenedId, ...excluded }: Chosen): SegmentBranch | null {
  const included = membershipsOf(groupIds, segmentIds);
  const outside = membershipsOf(excluded.excludedGroupIds, excluded.excludedSegmentIds);
  if (included.length === 0) return null;
  return {
    kind: 'all',
    of: [
      { kind: 'any', of: included },
      ...(outside.length > 0 ? [{ kind: 'none', of: outside } as const] : []),
      ...(notOpenedId ? [engagement('did', 'sent', notOpenedId), engagement('did_not', 'opened', notOpenedId)] : []),
    ],
  };
}

function problemsOf({ excludedGroupIds, excludedSegmentIds }: Chosen, missing: readonly Missing[]): TemplateProblem[] {
  return missing.map(({ gone, through }) => {
    const what = wordsOfGone(gone);
    if (through)
      return error('segmentIds', `The segment “${through}” refers to ${what}. Restore it, or change the segment.`);
    if (gone.kind === 'campaign')
      return error('notOpenedId', `This is only for people who have not opened ${what}. Remove that condition.`);
    const isExcluded = [...excludedGroupIds, ...excludedSegmentIds].includes(gone.id);
    return isExcluded
      ? error(
          `excluded${gone.kind === 'group' ? 'GroupIds' : 'SegmentIds'}`,
          `This campaign excludes ${what}. Restore it, or take it out of the audience.`,
        )
      : error(
          gone.kind === 'group' ? 'groupIds' : 'segmentIds',
          `This campaign goes to ${what}. Restore it, or take it out of the audience.`,
        );
  });
}

const error = (field: string, message: string): TemplateProblem => ({ severity: 'error', path: [field], message });

function engagement(op: 'did' | 'did_not', what: 'sent' | 'opened', campaignId: string): SegmentNode {
  return { kind: 'engagement', op, what, campaignId, times: 1, window: null };
}

function membershipsOf(groupIds: readonly string[], segmentIds: readonly string[]): SegmentNode[] {
  const groups: SegmentNode[] = groupIds.length > 0 ? [{ kind: 'group', op: 'in', groupIds: [...groupIds] }] : [];
  return [...groups, ...segmentIds.map((segmentId): SegmentNode => ({ kind: 'segment', op: 'in', segmentId }))];
}
