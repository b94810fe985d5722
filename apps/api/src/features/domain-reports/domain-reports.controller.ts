import { Controller, Req } from '@nestjs/common';
import { domainReportsRoutes, reportLimits } from '@engagex/domain/domain-reports';
import type { ParsedInputOf } from '@engagex/domain/shared';
import type { FastifyRequest } from 'fastify';
import { Handles, Input } from '../../platform/http/handles.ts';
import { inTemporaryFile, writeTo } from '../../platform/temporary-file.ts';
import { CheckStandards } from './check-standards.ts';
import { DomainReportsService } from './domain-reports.service.ts';
import { fileTooLarge, noReport } from './reading/report-refusals.ts';
import { TakeReports } from './take-reports.ts';

@Controller()
export class DomainReportsController {
  constructor(
    private readonly reports: DomainReportsService,
    private readonly taking: TakeReports,
    private readonly standardsOf: CheckStandards,
  ) {}

  @Handles(domainReportsRoutes.list)
  list(@Input() { days }: ParsedInputOf<typeof domainReportsRoutes.list>) {
    return this.reports.list(days);
  }

  @Handles(domainReportsRoutes.get)
  get(@Input() { domain, days }: ParsedInputOf<typeof domainReportsRoutes.get>) {
    return this.reports.get(domain, days);
  }

  @Handles(domainReportsRoutes.standards, { transaction: false })
  standards(@Input() { domain }: ParsedInputOf<typeof domainReportsRoutes.standards>) {
    return this.standardsOf.of(domain);
  }

  @Handles(domainReportsRoutes.upload, { transaction: false })
  async upload(@Req() request: FastifyRequest) {
    const limits = { fileSize: reportLimits.fileBytes };
    const part = request.isMultipart() ? await request.file({ limits }) : undefined;
    if (!part) throw noReport();
    const receive = async (path: string) => {
      await writeTo(path, part.file);
      if (part.file.truncated) throw fileTooLarge();
    };
    const reports = await inTemporaryFile(receive, (path) => this.taking.uploaded(path, part.filename));
    return { reports };
  }
}
