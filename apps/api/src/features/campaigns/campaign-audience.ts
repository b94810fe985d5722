import { Injectable } from '@nestjs/common';
import type { Campaign } from '@engagex/domain/campaigns';
import type { SegmentBranch, SegmentNode } from '@engagex/domain/segments';
import { type CompiledSegment, SegmentMembers } from '../segments/index.ts';

type Chosen = Pick<Campaign, 'groupIds' | 'segmentIds' | 'excludedGroupIds' | 'excludedSegmentIds' | 'notOpenedId'>;

/** Who a campaign is for: somebody in several groups and segments is one person, and an excluded one is nobody. */
@Injectable()
export class CampaignAudience {
  constructor(private readonly members: SegmentMembers) {}

  /** The part of a statement that finds them, deleted contacts included; its values are appended to `parameters`. */
  async of(
    { groupIds, segmentIds, notOpenedId, ...excluded }: Chosen,
    parameters: unknown[],
  ): Promise<CompiledSegment> {
    const included = membershipsOf(groupIds, segmentIds);
    const outside = membershipsOf(excluded.excludedGroupIds, excluded.excludedSegmentIds);
    if (included.length === 0) return { from: 'contacts c', where: 'false' };
    const tree: SegmentBranch = {
      kind: 'all',
      of: [
        { kind: 'any', of: included },
        ...(outside.length > 0 ? [{ kind: 'none', of: outside } as const] : []),
        ...(notOpenedId ? [engagement('did', 'sent', notOpenedId), engagement('did_not', 'opened', notOpenedId)] : []),
      ],
    };
    return this.members.compileAudience(tree, parameters);
  }
}

function engagement(op: 'did' | 'did_not', what: 'sent' | 'opened', campaignId: string): SegmentNode {
  return { kind: 'engagement', op, what, campaignId, times: 1, window: null };
}

function membershipsOf(groupIds: readonly string[], segmentIds: readonly string[]): SegmentNode[] {
  const groups: SegmentNode[] = groupIds.length > 0 ? [{ kind: 'group', op: 'in', groupIds: [...groupIds] }] : [];
  return [...groups, ...segmentIds.map((segmentId): SegmentNode => ({ kind: 'segment', op: 'in', segmentId }))];
}
