import type { Table } from '../../platform/tables/table.ts';

export const domainsTables: readonly Table[] = [
  { name: 'domains', audit: { noun: 'domains', label: 't.domain' } },
  { name: 'domain_keys' },
  { name: 'domain_checks' },
];
