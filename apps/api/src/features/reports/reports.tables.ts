import type { Table } from '../../platform/tables/table.ts';

export const reportsTables: readonly Table[] = [
  { name: 'saved_reports', audit: { noun: 'saved-reports', label: 't.name' } },
  { name: 'dashboards', audit: { noun: 'dashboards', label: 't.name' } },
];
