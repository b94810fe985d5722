import { createHash } from 'node:crypto';
import type { Campaign } from '@engagex/domain/campaigns';
import type { CampaignVariant } from '../campaigns/index.ts';

/** What a pre-flight is about: with any other content or audience it says nothing. */
export function versionOf(campaign: Campaign, variants: readonly CampaignVariant[]): string {
  const { groupIds, segmentIds, excludedGroupIds, excludedSegmentIds, notOpenedId, topicId, name } = campaign;
  const audience = [groupIds, segmentIds, excludedGroupIds, excludedSegmentIds, notOpenedId, topicId];
  const said = variants.map(({ content }) => content);
  return createHash('sha256')
    .update(JSON.stringify([name, audience, said]))
    .digest('base64url');
}
