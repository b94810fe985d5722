import { Controller } from '@nestjs/common';
import { reportsRoutes } from '@engagex/domain/campaigns';
import { Handles, Input } from '../../platform/http/handles.ts';
import { ReportCampaign } from './report-campaign.ts';
import { withActions } from '../campaigns/index.ts';

interface OfCampaign {
  readonly id: string;
}

@Controller()
export class CampaignReportController {
  constructor(private readonly reporter: ReportCampaign) {}

  @Handles(reportsRoutes.report)
  async report(@Input() { id }: OfCampaign) {
    const report = await this.reporter.report(id);
    return { ...report, campaign: withActions(report.campaign) };
  }

  @Handles(reportsRoutes.comparison)
  comparison(@Input() { id }: OfCampaign) {
    return this.reporter.comparison(id);
  }
}
