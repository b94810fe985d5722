import { referencesOf } from '../../platform/tables/references.ts';
import type { Table } from '../../platform/tables/table.ts';
import { counted } from '../../platform/tables/personal.ts';

export const formsTables: readonly Table[] = [
  {
    name: 'forms',
    audit: { noun: 'forms', label: 't.name' },
    references: referencesOf(`select 'form' as kind, f.id, f.name from forms f where f.deleted_at is null`, {
      group: '$1::uuid = any (f.group_ids)',
      topic: 'f.topic_id = $1::uuid',
    }),
  },
  {
    name: 'form_confirmations',
    personal: {
      held: `select to_jsonb(t) - '{organization_id,token_hash,email_key}'::text[] as row
        from form_confirmations t where t.email_key = any ($2::text[])`,
      erase: counted('delete from form_confirmations where email_key = any ($2::text[])'),
    },
  },
];
