export { campaignSchema } from './campaign.schema.ts';
export { CampaignsService } from './campaigns.service.ts';
export { CampaignsModule } from './campaigns.module.ts';
