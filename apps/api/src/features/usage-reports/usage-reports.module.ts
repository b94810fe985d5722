import { Module } from '@nestjs/common';
import { PlansModule } from '../plans/index.ts';
import { CompareUsage } from './compare-usage.ts';
import { ErrorNoticesController } from './error-notices.controller.ts';
import { PlanReports } from './plan-reports.ts';
import { ReceiveErrorNotices } from './receive-error-notices.ts';
import { RecheckHours } from './recheck-hours.ts';
import { ReportUsage } from './report-usage.ts';
import { SendReports } from './send-reports.ts';
import { UsageReportsWorker } from './usage-reports.worker.ts';

@Module({
  imports: [PlansModule],
  controllers: [ErrorNoticesController],
  providers: [
    CompareUsage,
    PlanReports,
    ReceiveErrorNotices,
    RecheckHours,
    ReportUsage,
    SendReports,
    UsageReportsWorker,
  ],
  exports: [ReportUsage],
})
export class UsageReportsModule {}
