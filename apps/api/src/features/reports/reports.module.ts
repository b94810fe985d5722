import { Module } from '@nestjs/common';
import { DashboardsService } from './dashboards.service.ts';
import { ReportsController } from './reports.controller.ts';
import { SavedReportsService } from './saved-reports.service.ts';

@Module({
  controllers: [ReportsController],
  providers: [DashboardsService, SavedReportsService],
  exports: [DashboardsService, SavedReportsService],
})
export class ReportsModule {}
