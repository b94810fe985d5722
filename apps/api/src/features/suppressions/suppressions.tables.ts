import type { Table } from '../../platform/tables/table.ts';
import { counted } from '../../platform/tables/personal.ts';

export const suppressionsTables: readonly Table[] = [
  {
    name: 'suppressions',
    audit: { noun: 'suppressions', label: 't.address_key' },
    goesAfter: ['contacts'], // a trigger of theirs adds who left
    personal: {
      held: `select to_jsonb(t) - '{organization_id,address_hash,created_by_id}'::text[] as row
        from suppressions t where t.address_key = any ($2::text[])`,
      erase: counted('delete from suppressions where address_key = any ($2::text[])'),
    },
  },
  {
    name: 'suppression_releases',
    personal: {
      held: `select to_jsonb(t) - 'organization_id' as row from suppression_releases t where t.address_key = any ($2::text[])`,
      erase: counted('delete from suppression_releases where address_key = any ($2::text[])'),
    },
  },
  { name: 'erasure_salts' },
];
