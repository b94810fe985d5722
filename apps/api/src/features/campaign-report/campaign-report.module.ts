import { Module } from '@nestjs/common';
import { CampaignRunsModule } from '../campaign-runs/index.ts';
import { CampaignsModule } from '../campaigns/index.ts';
import { DeliveriesModule } from '../deliveries/index.ts';
import { CampaignReportController } from './campaign-report.controller.ts';
import { ReportCampaign } from './report-campaign.ts';

@Module({
  imports: [CampaignRunsModule, CampaignsModule, DeliveriesModule],
  controllers: [CampaignReportController],
  providers: [ReportCampaign],
})
export class CampaignReportModule {}
