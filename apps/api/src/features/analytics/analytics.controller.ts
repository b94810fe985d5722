import { Controller } from '@nestjs/common';
import { analyticsRoutes } from '@engagex/domain/analytics';
import type { ParsedInputOf } from '@engagex/domain/shared';
import { Handles, Input } from '../../platform/http/handles.ts';
import { AnalyticsService } from './analytics.service.ts';
import { EventTotals } from './event-totals.ts';

@Controller()
export class AnalyticsController {
  constructor(
    private readonly analytics: AnalyticsService,
    private readonly totals: EventTotals,
  ) {}

  @Handles(analyticsRoutes.dashboard)
  dashboard() {
    return this.analytics.dashboard();
  }

  @Handles(analyticsRoutes.events)
  events(@Input() { hours }: ParsedInputOf<typeof analyticsRoutes.events>) {
    return this.totals.ofLast(hours);
  }
}
