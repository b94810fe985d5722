import type { Table } from '../../platform/tables/table.ts';

export const doctorTables: readonly Table[] = [
  {
    name: 'examinations',
    audit: { noun: 'examinations', label: '(select d.domain from domains d where d.id = t.domain_id)' },
  },
  { name: 'examination_probes' },
];
