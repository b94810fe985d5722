import { Module } from '@nestjs/common';
import { CampaignsModule } from '../campaigns/index.ts';
import { DeliveriesModule } from '../deliveries/index.ts';
import { EngagementsModule } from '../engagements/index.ts';
import { LinkHostsModule } from '../link-hosts/index.ts';
import { NotificationsModule } from '../notifications/index.ts';
import { TransportsModule } from '../transports/index.ts';
import { CampaignsWorker } from './campaigns.worker.ts';
import { FirstStages } from './first-stages.ts';
import { GuardCampaign } from './guard-campaign.ts';
import { RunCampaign } from './run-campaign.ts';
import { StopCampaign } from './stop-campaign.ts';
import { BatchTurns } from './batch-turns.ts';

@Module({
  imports: [
    CampaignsModule,
    DeliveriesModule,
    EngagementsModule,
    LinkHostsModule,
    NotificationsModule,
    TransportsModule,
  ],
  providers: [CampaignsWorker, FirstStages, GuardCampaign, RunCampaign, StopCampaign, BatchTurns],
  exports: [FirstStages],
})
export class CampaignRunsModule {}
