import { Module } from '@nestjs/common';
import { CheckStandards } from './check-standards.ts';
import { DomainReportsController } from './domain-reports.controller.ts';
import { DomainReportsService } from './domain-reports.service.ts';
import { ForgetReports } from './forget-reports.ts';
import { OwnedDomains } from './owned-domains.ts';
import { ReportSandbox } from './reading/report-sandbox.ts';
import { TakeReports } from './take-reports.ts';

@Module({
  controllers: [DomainReportsController],
  providers: [CheckStandards, DomainReportsService, ForgetReports, OwnedDomains, ReportSandbox, TakeReports],
  exports: [OwnedDomains],
})
export class DomainReportsModule {}
