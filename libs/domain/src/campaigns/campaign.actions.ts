import type { Permission } from '../shared/policy.ts';
import type { Campaign } from './campaign.ts';
import { type CampaignAction, campaignActions, campaignVerbs, canMove, hasEnded } from './campaign.status.ts';
import { afterSendingRoutes } from './after-sending.contract.ts';
import { campaignsRoutes } from './campaigns.contract.ts';

const routes = { ...campaignsRoutes, ...afterSendingRoutes };

type Standing = Pick<Campaign, 'status' | 'archivedAt'>;

/** What can be done with a campaign: what its status allows, and `may` permits. */
export function campaignActionsOf(campaign: Standing, may: (permission: Permission) => boolean): CampaignAction[] {
  return campaignActions.filter((action) => isPossible(campaign, action) && may(routes[action].permission));
}

/** A draft is changed and deleted, one that has ended is archived; the other actions are moves. */
function isPossible({ status, archivedAt }: Standing, action: CampaignAction): boolean {
  if (action === 'archive') return hasEnded(status) && !archivedAt;
  if (action === 'unarchive') return archivedAt !== null;
  const verb = campaignVerbs.find((each) => each === action);
  return verb ? canMove(status, verb) : status === 'draft';
}
