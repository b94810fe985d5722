import { Injectable } from '@nestjs/common';
import type { Campaign } from '@engagex/domain/campaigns';
import type { SegmentBranch, SegmentNode } from '@engagex/domain/segments';
import { type CompiledSegment, SegmentMembers } from '../segments/index.ts';

type Chosen = Pick<Campaign, 'groupIds' | 'segmentIds' | 'excludedGroupIds' | 'excludedSegmentIds'>;

/** Who a campaign is for: somebody in several groups and segments is one person, and an excluded one is nobody. */
@Injectable()
export class CampaignAudience {
  constructor(private readonly members: SegmentMembers) {}

  /** The part of a statement that finds them, deleted contacts included; its values are appended to `parameters`. */
  async of({ groupIds, segmentIds, ...excluded }: Chosen, parameters: unknown[]): Promise<CompiledSegment> {
    const included = membershipsOf(groupIds, segmentIds);
    const outside = membershipsOf(excluded.excludedGroupIds, excluded.excludedSegmentIds);
    if (included.length === 0) return { from: 'contacts c', where: 'false' };
    const tree: SegmentBranch = {
      kind: 'all',
      of: [{ kind: 'any', of: included }, ...(outside.length > 0 ? [{ kind: 'none', of: outside } as const] : [])],
    };
    return this.members.compileAudience(tree, parameters);
  }
}

function membershipsOf(groupIds: readonly string[], segmentIds: readonly string[]): SegmentNode[] {
  const groups: SegmentNode[] = groupIds.length > 0 ? [{ kind: 'group', op: 'in', groupIds: [...groupIds] }] : [];
  return [...groups, ...segmentIds.map((segmentId): SegmentNode => ({ kind: 'segment', op: 'in', segmentId }))];
}
