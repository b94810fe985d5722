import type { Permission } from '../accounts/policy.ts';
import {
  type CampaignAction,
  campaignActions,
  campaignVerbs,
  canMove,
  type CampaignStatus,
} from './campaign.status.ts';
import { afterSendingRoutes } from './after-sending.contract.ts';
import { campaignsRoutes } from './campaigns.contract.ts';

const routes = { ...campaignsRoutes, ...afterSendingRoutes };

/** What may be done with a campaign: what its status lets happen, as far as `may` allows the permission it needs. */
export function campaignActionsOf(status: CampaignStatus, may: (permission: Permission) => boolean): CampaignAction[] {
  return campaignActions.filter((action) => isPossible(status, action) && may(routes[action].permission));
}

/** A draft is changed and deleted; the other actions are moves. */
function isPossible(status: CampaignStatus, action: CampaignAction): boolean {
  const verb = campaignVerbs.find((each) => each === action);
  return verb ? canMove(status, verb) : status === 'draft';
}
