import type { Table } from '../../platform/tables/table.ts';
import { counted } from '../../platform/tables/personal.ts';

export const formsTables: readonly Table[] = [
  { name: 'forms', audit: { noun: 'forms', label: 't.name' } },
  {
    name: 'form_confirmations',
    personal: {
      held: `select to_jsonb(t) - '{organization_id,token_hash,email_key}'::text[] as row
        from form_confirmations t where t.email_key = any ($2::text[])`,
      erase: counted('delete from form_confirmations where email_key = any ($2::text[])'),
    },
  },
];
