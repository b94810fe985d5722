import type { Table } from '../../platform/tables/table.ts';

export const linkHostsTables: readonly Table[] = [
  { name: 'link_hosts', audit: { noun: 'link-hosts', label: 't.host' } },
  { name: 'link_certificates' },
  { name: 'link_challenges' },
  { name: 'acme_accounts' },
];
