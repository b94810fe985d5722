import type { Feature } from '../../platform/feature.ts';
import { CampaignReportModule } from './campaign-report.module.ts';

export const campaignReport: Feature = { module: CampaignReportModule };
