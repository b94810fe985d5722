import type { Table } from '../../platform/tables/table.ts';

export const deliverabilityTables: readonly Table[] = [
  // Triggers count here what workers and receipts still record.
  { name: 'deliverability_counts', goesAfter: ['deliveries', 'messages', 'delivery_receipts'] },
];
