import type { Table } from '../../platform/tables/table.ts';
import { counted } from '../../platform/tables/personal.ts';

export const backupsTables: readonly Table[] = [
  { name: 'backups' },
  { name: 'preference_log_lines' },
  {
    name: 'preference_log',
    // Triggers of these note here what happens to them.
    goesAfter: ['contacts', 'topic_preferences', 'suppressions', 'erasure_salts'],
    // The only text that may be changed is a word of ours.
    mayMention: 'false',
    personal: {
      held: `select to_jsonb(t) - '{organization_id,segment,replay,address_hash}'::text[] as row from preference_log t
        where t.contact_id = any ($1::uuid[]) or t.address_key = any ($2::text[])`,
      // That they were erased stays, by the number of a contact that is empty by now.
      erase: counted('delete from preference_log where address_key = any ($2::text[])'),
    },
  },
  { name: 'sending_holds' },
  { name: 'restored_organizations' },
];
