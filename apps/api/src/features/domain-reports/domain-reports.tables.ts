import type { Table } from '../../platform/tables/table.ts';

export const domainReportsTables: readonly Table[] = [
  {
    name: 'domain_reports',
    audit: { noun: 'domain-reports', label: `t.reporter || ', ' || t.domain` },
    addressesOfOthers: { reporter_email: 'whoever reports' },
  },
  { name: 'domain_report_rows' },
  { name: 'tls_failures' },
];
