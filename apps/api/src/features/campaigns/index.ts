import type { Feature } from '../../platform/feature.ts';
import { campaignSchema } from './campaign.schema.ts';
import { CampaignsModule } from './campaigns.module.ts';
import { campaignsTables } from './campaigns.tables.ts';
import { campaignsContents } from './campaigns.contents.ts';

export { ApprovalGate } from './approval-gate.ts';
export { CampaignAudience } from './campaign-audience.ts';
export { type DueTimes, dueTimesOf } from './due-times.ts';
export { type CampaignVariant, variantNamed, variantsOfDraft } from './campaign-variants.ts';
export { campaignsAtOnce, campaignsQueue, CampaignWakeUps, campaignWakeUp } from './campaigns.jobs.ts';
export { CampaignsModule } from './campaigns.module.ts';
export {
  audienceDomains,
  countAudience,
  forgetWait,
  freezeAudience,
  nextPeople,
  noteMailboxProviders,
  peopleOfAudience,
  peopleOfLedger,
  pendingPeople,
  waitUntil,
  frozenTranslations,
} from './campaigns.queries.ts';
export { assertExpected, CampaignsService } from './campaigns.service.ts';
export { EstimateFinish } from './estimate-finish.ts';
export { assertStays, chains, LaunchCampaign } from './launch-campaign.ts';
export { notReady, ReviewCampaign, type Reviewed } from './review-campaign.ts';
export { withActions } from './with-actions.ts';

export const campaigns: Feature = {
  module: CampaignsModule,
  entities: [campaignSchema],
  tables: campaignsTables,
  contents: campaignsContents,
};
