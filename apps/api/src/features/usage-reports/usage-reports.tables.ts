import type { Table } from '../../platform/tables/table.ts';

export const usageReportsTables: readonly Table[] = [
  { name: 'metered_spans', goesAfter: ['subscriptions'] }, // while there is one, its trigger writes here
  { name: 'usage_report_progress', goesAfter: ['subscriptions'] },
  { name: 'usage_reports' },
  { name: 'usage_differences' },
  { name: 'meter_error_notices' },
];
