import type { Feature } from '../../platform/feature.ts';
import { approvalsTables } from '../approvals/approvals.tables.ts';
import { campaignSchema } from './campaign.schema.ts';
import { CampaignsModule } from './campaigns.module.ts';
import { campaignsTables } from './campaigns.tables.ts';

export { CampaignsService } from './campaigns.service.ts';
export { CampaignsModule } from './campaigns.module.ts';

export const campaigns: Feature = {
  module: CampaignsModule,
  entities: [campaignSchema],
  tables: [...campaignsTables, ...approvalsTables],
};
