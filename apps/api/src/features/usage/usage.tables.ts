import type { Table } from '../../platform/tables/table.ts';

export const usageTables: readonly Table[] = [
  { name: 'usage_switch' },
  { name: 'usage_accounts' },
  {
    name: 'usage_entries',
    goesAfter: ['usage_accounts'], // while there is one, triggers and workers write here
    personal: {
      held: `select to_jsonb(t) - 'organization_id' as row from usage_entries t where t.meter = 'contacts' and t.act_id = any ($1::uuid[])`,
      kept: 'Invoices are made of these entries, which hold an id and no data of the person.',
    },
  },
  { name: 'usage_hours', goesAfter: ['usage_accounts'] },
];
