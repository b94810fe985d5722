import { Controller } from '@nestjs/common';
import { analyticsRoutes } from '@engagex/domain/analytics';
import { Handles } from '../../platform/http/handles.ts';
import { AnalyticsService } from './analytics.service.ts';

@Controller()
export class AnalyticsController {
  constructor(private readonly analytics: AnalyticsService) {}

  @Handles(analyticsRoutes.dashboard)
  dashboard() {
    return this.analytics.dashboard();
  }
}
