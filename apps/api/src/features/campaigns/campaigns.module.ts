import { Module } from '@nestjs/common';
import { DeliveriesModule } from '../deliveries/index.ts';
import { EngagementsModule } from '../engagements/index.ts';
import { SegmentsModule } from '../segments/index.ts';
import { CampaignAudience } from './campaign-audience.ts';
import { CampaignWakeUps } from './campaigns.jobs.ts';
import { CampaignsController } from './campaigns.controller.ts';
import { CampaignsService } from './campaigns.service.ts';
import { CampaignsWorker } from './campaigns.worker.ts';
import { FirstStages } from './first-stages.ts';
import { GuardCampaign } from './guard-campaign.ts';
import { LaunchCampaign } from './launch-campaign.ts';
import { ReportCampaign } from './report-campaign.ts';
import { ReviewCampaign } from './review-campaign.ts';
import { RunCampaign } from './run-campaign.ts';

@Module({
  imports: [DeliveriesModule, EngagementsModule, SegmentsModule],
  controllers: [CampaignsController],
  providers: [
    CampaignAudience,
    CampaignsService,
    CampaignWakeUps,
    CampaignsWorker,
    FirstStages,
    GuardCampaign,
    LaunchCampaign,
    ReportCampaign,
    ReviewCampaign,
    RunCampaign,
  ],
  exports: [CampaignsService],
})
export class CampaignsModule {}
