import { Module } from '@nestjs/common';
import { InboundModule } from '../inbound/index.ts';
import { CheckStandards } from './check-standards.ts';
import { DomainReportsController } from './domain-reports.controller.ts';
import { DomainReportsService } from './domain-reports.service.ts';
import { ForgetReports } from './forget-reports.ts';
import { OwnedDomains } from './owned-domains.ts';
import { ReportMails } from './report-mails.ts';
import { ReportSandbox } from './reading/report-sandbox.ts';
import { TakeReports } from './take-reports.ts';

@Module({
  imports: [InboundModule],
  controllers: [DomainReportsController],
  providers: [
    CheckStandards,
    DomainReportsService,
    ForgetReports,
    OwnedDomains,
    ReportMails,
    ReportSandbox,
    TakeReports,
  ],
  exports: [OwnedDomains],
})
export class DomainReportsModule {}
