import { Module } from '@nestjs/common';
import { CampaignsModule } from '../campaigns/index.ts';
import { EventCountsModule } from '../event-counts/index.ts';
import { AnalyticsController } from './analytics.controller.ts';
import { AnalyticsService } from './analytics.service.ts';
import { EventTotals } from './event-totals.ts';

@Module({
  imports: [CampaignsModule, EventCountsModule],
  controllers: [AnalyticsController],
  providers: [AnalyticsService, EventTotals],
})
export class AnalyticsModule {}
