import { Module } from '@nestjs/common';
import { CampaignsModule } from '../campaigns/index.ts';
import { AnalyticsController } from './analytics.controller.ts';
import { AnalyticsService } from './analytics.service.ts';

@Module({ imports: [CampaignsModule], controllers: [AnalyticsController], providers: [AnalyticsService] })
export class AnalyticsModule {}
