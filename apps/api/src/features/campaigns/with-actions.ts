import { type Campaign, campaignActionsOf } from '@engagex/domain/campaigns';
import { callerMay } from '../../platform/http/caller.ts';

/** With what the caller may do with it now. */
export function withActions(campaign: Campaign) {
  return Object.assign(campaign, { can: campaignActionsOf(campaign, callerMay) });
}
