import { Module } from '@nestjs/common';
import { DeliveriesModule } from '../deliveries/index.ts';
import { EngagementsModule } from '../engagements/index.ts';
import { SegmentsModule } from '../segments/index.ts';
import { TransportsModule } from '../transports/index.ts';
import { CampaignAudience } from './campaign-audience.ts';
import { CampaignWakeUps } from './campaigns.jobs.ts';
import { CampaignsController } from './campaigns.controller.ts';
import { CampaignsService } from './campaigns.service.ts';
import { CampaignsWorker } from './campaigns.worker.ts';
import { EstimateFinish } from './estimate-finish.ts';
import { FirstStages } from './first-stages.ts';
import { GuardCampaign } from './guard-campaign.ts';
import { LaunchCampaign } from './launch-campaign.ts';
import { ReportCampaign } from './report-campaign.ts';
import { ReviewCampaign } from './review-campaign.ts';
import { RunCampaign } from './run-campaign.ts';
import { Turns } from './turns.ts';

@Module({
  imports: [DeliveriesModule, EngagementsModule, SegmentsModule, TransportsModule],
  controllers: [CampaignsController],
  providers: [
    CampaignAudience,
    CampaignsService,
    CampaignWakeUps,
    CampaignsWorker,
    EstimateFinish,
    FirstStages,
    GuardCampaign,
    LaunchCampaign,
    ReportCampaign,
    ReviewCampaign,
    RunCampaign,
    Turns,
  ],
  exports: [CampaignsService],
})
export class CampaignsModule {}
