import type { Table } from '../../platform/tables/table.ts';

export const deliveryTestsTables: readonly Table[] = [
  {
    name: 'delivery_tests',
    audit: { noun: 'delivery-tests', label: '(select d.domain from domains d where d.id = t.domain_id)' },
  },
  { name: 'delivery_test_probes' },
  { name: 'accepted_delivery_tests' },
];
