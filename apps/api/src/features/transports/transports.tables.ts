import type { Table } from '../../platform/tables/table.ts';

export const transportsTables: readonly Table[] = [
  { name: 'transports', audit: { noun: 'transports', label: 't.name' } },
  { name: 'domain_limits', audit: { noun: 'domain-limits', label: 't.domain' } },
  { name: 'mailbox_provider_limits' },
  { name: 'receiving_domains' },
  { name: 'token_buckets' },
];
