import type { Table } from '../../platform/tables/table.ts';

export const postmasterTables: readonly Table[] = [
  { name: 'postmaster_accounts', audit: { noun: 'postmaster', label: 't.name' } },
  { name: 'postmaster_domains' },
];
