import { counted } from '../../platform/tables/personal.ts';
import type { Table } from '../../platform/tables/table.ts';

const ofContact = `(t.delivery_id in (select d.id from deliveries d where d.contact_id = any ($1::uuid[]))
  or t.message_id in (select m.id from messages m where m.contact_id = any ($1::uuid[]) or m.email_key = any ($2::text[])))`;

export const receiptsTables: readonly Table[] = [
  {
    // Kept as rows without a person: the numbers of a campaign stay.
    name: 'delivery_receipts',
    personal: {
      held: `select to_jsonb(t) - '{organization_id,source_key,subject_id}'::text[] as row from delivery_receipts t where ${ofContact}`,
      erase: counted(`update delivery_receipts t set words = '', address_key = null where ${ofContact}`),
    },
  },
];
