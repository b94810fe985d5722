import type { Feature } from '../../platform/feature.ts';
import { UsageReportsModule } from './usage-reports.module.ts';
import { usageReportsTables } from './usage-reports.tables.ts';

export { ReportUsage } from './report-usage.ts';
export { UsageReportsModule };

export const usageReports: Feature = { module: UsageReportsModule, tables: usageReportsTables };
