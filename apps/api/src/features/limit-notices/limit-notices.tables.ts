import type { Table } from '../../platform/tables/table.ts';

export const limitNoticesTables: readonly Table[] = [
  { name: 'limit_notices', goesAfter: ['usage_accounts'] }, // while there is one, a worker writes here
  { name: 'limit_checks', goesAfter: ['usage_accounts'] },
];
