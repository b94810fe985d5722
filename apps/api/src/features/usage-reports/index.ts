import type { Feature } from '../../platform/feature.ts';
import { UsageReportsModule } from './usage-reports.module.ts';
import { usageReportsTables } from './usage-reports.tables.ts';

export { meterErrors } from './usage-reports.queries.ts';
export { ReportUsage } from './report-usage.ts';
export { UsageReportsModule };

export const usageReports: Feature = { module: UsageReportsModule, tables: usageReportsTables };
