import type { Table } from '../../platform/tables/table.ts';

export const plansTables: readonly Table[] = [
  { name: 'organization_plans' },
  { name: 'limit_refusals' },
  { name: 'spending_caps' },
];
