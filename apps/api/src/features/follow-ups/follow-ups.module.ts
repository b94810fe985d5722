import { Module } from '@nestjs/common';
import { CampaignsModule } from '../campaigns/index.ts';
import { DeliveriesModule } from '../deliveries/index.ts';
import { TemplatesModule } from '../templates/index.ts';
import { TransportsModule } from '../transports/index.ts';
import { AfterSending } from './after-sending.ts';
import { FollowUpsController } from './follow-ups.controller.ts';
import { RemindCampaign } from './remind-campaign.ts';

@Module({
  imports: [CampaignsModule, DeliveriesModule, TemplatesModule, TransportsModule],
  controllers: [FollowUpsController],
  providers: [AfterSending, RemindCampaign],
})
export class FollowUpsModule {}
